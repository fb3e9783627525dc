"""Texts that people save in editors: UTF-8, with or without a byte order mark, or refused in words.

Some editors save as Latin-1 or UTF-16 unasked. Letters that were only guessed would be wrong in
what learners read, so where a text is not UTF-8 its first such byte is told.
"""

from __future__ import annotations

from typing import Final

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS: Final = "save the file as UTF-8 in your editor"


class NotUtf8(ValueError):  # noqa: N818 - reads as the sentence it is
    """The sentence says which byte is wrong and what to do; ``line`` is where, from 1."""

    def __init__(self, data: bytes, at: int) -> None:
        self.line = data.count(b"\n", 0, at) + 1
        byte = f"byte {at + 1} of the file, 0x{data[at]:02X} in line {self.line}, is not UTF-8"
        if data.startswith(UTF_16):
            byte = "it is in UTF-16, not in UTF-8"
        super().__init__(f"{byte}; {SAVE_AS}")


def text_of(data: bytes) -> str:
    """The text with plain ends of lines; raises ``NotUtf8``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(data, len(data) - len(error.object) + error.start) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def guessed_text(data: bytes) -> str:
    """What can be made out of a text in any encoding; for looking, never for showing."""
    return data.replace(b"\0", b"").decode("utf-8-sig", errors="ignore").lstrip("\ufeff")
