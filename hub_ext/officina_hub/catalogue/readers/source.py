"""The one door through which a file's bytes come in: bounded, decoded, without NUL."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Final

from officina_hub.catalogue.readers.json_text import load_json
from officina_hub.catalogue.readers.limits import MIB, Limits
from officina_hub.catalogue.readers.outcome import Unreadable

XML_ENCODING: Final = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})""")
DECLARED: Final = frozenset({"iso-8859-1", "iso-8859-15", "us-ascii", "windows-1252"})
JSON_SUFFIXES: Final = frozenset({".json", ".jsonld"})
BRACKETED: Final = frozenset({".csv", ".n3", ".trig", ".tsv", ".ttl", ".turtle", ".yaml", ".yml"})
LATIN_NOTE: Final = (
    "the file is not UTF-8 and was read as Latin-1 (windows-1252); save it as UTF-8 if letters "
    "look wrong"
)


class Source:
    """A file's text, what had to be done to read it, and where it was fetched, if it was."""

    def __init__(
        self,
        path: Path,
        text: str,
        *,
        limits: Limits,
        notes: tuple[str, ...],
        address: str | None = None,
    ) -> None:
        self.path = path
        self.text = text
        self.limits = limits
        self.notes = notes
        self.address = address

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    @cached_property
    def start(self) -> str:
        """The first letters in lower case, by which formats are told apart."""
        return self.text[:4096].lstrip().lower()

    @property
    def is_json(self) -> bool:
        """Whether it should be JSON; Turtle and TriG may begin with the same brackets."""
        if self.suffix in JSON_SUFFIXES:
            return True
        return self.suffix not in BRACKETED and self.start.startswith(("{", "["))

    @cached_property
    def json(self) -> object:
        """The document that the text is; raises ``Unreadable``."""
        return load_json(self.text, self.limits)


def read_source(path: Path, limits: Limits, address: str | None = None) -> Source:
    """The text of a file; raises ``Unreadable``."""
    with path.open("rb") as file:
        raw = file.read(limits.file_bytes + 1)
    if len(raw) > limits.file_bytes:
        raise Unreadable(
            "the file",
            f"it is larger than {limits.file_bytes // MIB} MiB, which is all that is read at once; "
            "split it into several files",
        )
    nul = raw.find(b"\0")
    if nul >= 0:
        raise Unreadable(
            _line(raw, nul),
            "a NUL byte stands here, so it is no text or it is UTF-16; save it as UTF-8",
        )
    text, notes = _decoded(raw)
    return Source(path, text, limits=limits, notes=notes, address=address)


def _line(raw: bytes, position: int) -> str:
    number = raw.count(b"\n", 0, position) + 1
    return f"line {number}"


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    declared = XML_ENCODING.match(raw)
    encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if encoding in DECLARED:
        return raw.decode(encoding, errors="replace"), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if _has_utf8_letters(raw):
            raise Unreadable(
                _line(raw, error.start),
                f"the byte 0x{raw[error.start]:02x} here is not UTF-8, though the rest is, so two "
                "encodings are mixed and some letters would come out wrong; mend it there",
            ) from error
        return raw.decode("windows-1252", errors="replace"), (LATIN_NOTE,)


def _has_utf8_letters(raw: bytes) -> bool:
    """Whether some letters beyond ASCII are UTF-8, so that the file cannot be Latin-1."""
    return not raw.decode("utf-8", errors="ignore").isascii()
