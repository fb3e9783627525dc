"""A record while it is put together: values in the model's shape, and notes of what was left out.

Mappers only say which term goes into which field and of what nature that is; cleaning, cutting,
codes and notes are done here, alike for every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import quote

from officina_hub.catalogue.readers.authority import language_of
from officina_hub.catalogue.readers.dates import day_of
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.plain_text import has_markup, one_line, plain
from officina_widgets.catalogue.records import FORBIDDEN_IN_IRI
from officina_widgets.catalogue.words import UNTAGGED

Each = TypeVar("Each")

LONGEST_SHORT: Final = 500
OF_THE_PAST: Final = frozenset({"issued", "modified"})
# Enough for what is kept after markup is gone; a hostile text is not cleaned to its end.
CLEANED_AT_MOST: Final = 4
NOT_IN_IRI: Final = re.compile(rf"[\s{re.escape(''.join(sorted(FORBIDDEN_IN_IRI)))}]")


class TooMuch(Exception):  # noqa: N818 - it is told as Refused and never leaves the readers
    """The texts of one record are more than a record may be."""


class Tagged(NamedTuple):
    """A text and the language that it says it is in."""

    text: str
    language: str | None = None


class Draft:
    """``values`` grows field by field; whatever cannot be kept becomes a note."""

    def __init__(self, limits: Limits, *, at: str = "", whole: Draft | None = None) -> None:
        self.limits = limits
        self.values: dict[str, Any] = {}
        self.notes: list[str] = whole.notes if whole else []
        self._at = at
        self._whole = whole or self
        self._cleaned = 0

    def inside(self, at: str) -> Draft:
        """A draft for a part; its notes are told with the whole's."""
        return Draft(self.limits, at=f"{self._at}{at}/", whole=self._whole)

    def note(self, field: str, what: str) -> None:
        """Tell what was left out or changed of a field."""
        if len(self.notes) < self.limits.notes:
            self.notes.append(f"{self._at}{field}: {what}")
        elif len(self.notes) == self.limits.notes:
            self.notes.append("there is more of this kind, which is not told one by one")

    def put(self, field: str, value: object) -> None:
        """Set a field, unless there is nothing to set or it has something already."""
        if value not in (None, "", [], {}) and field not in self.values:
            self.values[field] = value

    def words(self, field: str, texts: Iterable[Tagged]) -> None:
        """A text in several languages; the first in each language is kept."""
        kept: dict[str, str] = {}
        for text, tag in texts:
            language = (language_of(tag) if tag else None) or UNTAGGED
            cleaned = self.cleaned(field, text)
            if language not in kept and cleaned:
                kept[language] = cleaned
            elif cleaned and cleaned != kept.get(language):
                self.note(field, f"there are several in {language!r}; the first is kept")
        self.put(field, kept)

    def cleaned(self, field: str, text: str) -> str:
        """Plain text, not longer than is kept."""
        most = self.limits.text_characters
        if len(text) > most * CLEANED_AT_MOST:
            self.note(field, f"{len(text):,} characters are cut to {most:,}")
            text = text[: most * CLEANED_AT_MOST]
        if has_markup(text):
            self.note(field, "its markup is taken out, the text is kept")
        cleaned = plain(text)
        if len(cleaned) > most:
            self.note(field, f"{len(cleaned):,} characters are cut to {most:,}")
        self._count(cleaned[:most])
        return cleaned[:most].rstrip()

    def _count(self, text: str) -> None:
        """Stop where the texts alone are too much, so that nothing is cleaned in vain."""
        self._whole._cleaned += len(text)
        if self._whole._cleaned > self.limits.record_bytes:
            raise TooMuch

    def text(self, field: str, raw: str | None) -> None:
        """A text of which nobody asks the language."""
        self.put(field, self.cleaned(field, raw) if raw else None)

    def line(self, field: str, raw: str | None) -> str | None:
        """A name or another short text on one line; gives it and does not set it."""
        if not raw:
            return None
        line = one_line(raw[: LONGEST_SHORT * CLEANED_AT_MOST])
        if has_markup(raw[: LONGEST_SHORT * CLEANED_AT_MOST]):
            self.note(field, "its markup is taken out, the text is kept")
        if len(raw) > LONGEST_SHORT * CLEANED_AT_MOST or len(line) > LONGEST_SHORT:
            self.note(field, f"{len(raw):,} characters are cut to {LONGEST_SHORT}")
        self._count(line[:LONGEST_SHORT])
        return line[:LONGEST_SHORT].rstrip() or None

    def short(self, field: str, raw: str | None) -> None:
        """Set a short text."""
        self.put(field, self.line(field, raw))

    def shorts(self, field: str, raws: Iterable[str]) -> None:
        """Several short texts, each once."""
        lines = (self.line(field, raw) for raw in self.bounded(field, raws))
        self.put(field, list(dict.fromkeys(line for line in lines if line)))

    def bounded(self, field: str, many: Iterable[Each], most: int = 0) -> list[Each]:
        """No more of them than are kept."""
        found = list(many)
        most = most or self.limits.items
        if len(found) > most:
            self.note(field, f"there are {len(found):,}, the first {most:,} are kept")
        return found[:most]

    def day(self, field: str, raw: str | None, *, is_end: bool = False) -> None:
        """A day, or a note that it is none."""
        if raw:
            found = day_of(raw, is_end=is_end)
            self.put(field, found)
            if found is None:
                self.note(field, f"{raw[:60]!r} is no day of the calendar and is left out")
            elif field in OF_THE_PAST and found > datetime.now(UTC).date() + timedelta(days=1):
                self.note(
                    field, f"{found} is still to come; it is kept, and makes the record no newer"
                )

    def address(self, field: str, raw: str | None) -> None:
        """An address; spaces and the like are written as addresses write them."""
        if raw:
            self.put(field, NOT_IN_IRI.sub(lambda found: quote(found[0]), raw.strip()))

    def code(self, field: str, raws: Iterable[str], code_of: Callable[[str], str | None]) -> None:
        """The first that is in a vocabulary."""
        codes = self._codes(field, raws, code_of)
        self.put(field, codes[0] if codes else None)

    def codes(self, field: str, raws: Iterable[str], code_of: Callable[[str], str | None]) -> None:
        """All that are in a vocabulary, each once."""
        self.put(field, self._codes(field, raws, code_of))

    def _codes(
        self, field: str, raws: Iterable[str], code_of: Callable[[str], str | None]
    ) -> list[str]:
        found = []
        for raw in self.bounded(field, raws):
            code = code_of(raw)
            if code is None:
                self.note(field, f"{raw[:80]!r} is in no vocabulary known here and is left out")
            else:
                found.append(code)
        return list(dict.fromkeys(found))
