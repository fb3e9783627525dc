"""The value of a field as lines to read: for a review, a conflict, the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from babel.support import NullTranslations

from officina_hub.portal.pages.curate.labels import choice_name, label_of
from officina_hub.portal.pages.curate.vocabularies import Vocabularies
from officina_hub.portal.pages.find_words import (
    Names,
    access_name,
    sector_name,
    step_name,
    theme_name,
)

NAMED: Final = {
    "themes": theme_name,
    "sectors": sector_name,
    "steps": step_name,
    "access_rights": access_name,
}
FACETS: Final = {"access_modes": "mode", "educational_level": "level"}
VOCABULARIES: Final = {
    "country": "country",
    "partner_countries": "country",
    "geographical_availabilities": "country",
    "languages": "language",
    "factory": "factory",
    "linked_factories": "factory",
}
# Fields whose value is a text by its language.
BY_LANGUAGE: Final = frozenset(
    {"title", "description", "tagline", "eligibility", "cost_note", "provenance"}
)


class Readable:
    """For one reader."""

    def __init__(self, t: NullTranslations, language: str) -> None:
        self._t = t
        self._names = Names(t, language)
        self._vocabularies = Vocabularies(language)

    def label(self, field: str) -> str:
        """What the field is called."""
        return label_of(self._t, field)

    def lines(self, field: str, value: Any) -> tuple[str, ...]:
        """Nothing, one line, or several."""
        return tuple(self._lines(field, value))

    def _lines(self, field: str, value: Any) -> Iterator[str]:
        if value is None:
            return
        if isinstance(value, Mapping) and field in BY_LANGUAGE:
            for language, text in value.items():
                name = self._vocabularies.shown("language", language)
                yield f"{name}: {text}"
        elif isinstance(value, Mapping):
            yield "; ".join(self._pairs(value))
        elif isinstance(value, list | tuple):
            for each in value:
                yield from self._lines(field, each)
        else:
            yield self._word(field, str(value))

    def _pairs(self, value: Mapping[str, Any]) -> Iterator[str]:
        for name, one in value.items():
            yield f"{self.label(name)}: {', '.join(self._lines(name, one))}"

    def _word(self, field: str, value: str) -> str:
        if field in NAMED:
            return NAMED[field](self._t, value)
        if field in FACETS:
            return self._names.value(FACETS[field], value)
        if field in VOCABULARIES:
            return self._vocabularies.shown(VOCABULARIES[field], value)
        return choice_name(self._t, field, value)
