"""Texts in several languages, as RDF's language-tagged literals, and which a reader sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

UNTAGGED: Final = "und"
"""ISO 639-2's code for a text whose language nobody told."""

LONGEST_TEXT: Final = 20_000
"""Characters of one text that the catalogue keeps; readers cut longer ones and say so."""

# What moves, hides or reverses other characters on a page; line ends and tabs may stay.
UNSEEN: Final = frozenset(
    [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u2028", "\u2029"]
)


def seen_only(text: str) -> str:
    """The text in Unicode's form C without control and direction characters, ends stripped.

    Half characters (lone surrogates) go as well: no page and no file can hold them.
    """
    # Nearly every text is printable, and each record that is read or found passes here.
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = "".join(filter(_is_seen, text))
    return unicodedata.normalize("NFC", text).strip()


def _is_seen(character: str) -> bool:
    is_control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"
    return not is_control and character not in UNSEEN


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Text = Annotated[
    str, AfterValidator(seen_only), StringConstraints(min_length=1, max_length=LONGEST_TEXT)
]
Short = Annotated[str, AfterValidator(seen_only), StringConstraints(min_length=1, max_length=500)]

Words = dict[Language, Text]
"""One text by its language (ISO 639 codes, ``und`` where nobody told)."""


def in_language(words: Mapping[str, str], languages: Iterable[str]) -> str:
    """The text in the first of these that there is, else in English, else any; "" of none."""
    for language in (*languages, "en", UNTAGGED):
        if language in words:
            return words[language]
    return next(iter(words.values()), "")
