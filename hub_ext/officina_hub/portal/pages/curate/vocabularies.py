"""The vocabularies that a form proposes words from, in the reader's language.

A control shows ``Finland (FI)`` and takes that, the code or the name alone; what is none of these
goes on as it was typed, to be told of beside its control.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final

from babel import Locale

from officina_hub.catalogue.organisations import organisation_titles
from officina_hub.catalogue.readers.authority import COUNTRIES, FILE_TYPES, FREQUENCIES, LANGUAGES
from officina_hub.catalogue.readers.licences import SPDX_IDS
from officina_widgets.catalogue.words import UNTAGGED

IN_BRACKETS: Final = re.compile(r"\(([A-Za-z0-9_.+-]+)\)$")
# EOSC's vocabularies life_cycle_status and target_user, of the service profile of 2023.
LIFE_CYCLE: Final = (
    "alpha", "beta", "concept", "design", "discovery", "implementation", "in_containment",
    "operation", "planned", "preparation", "production", "retirement", "termination", "other",
)  # fmt: skip
TARGET_USERS: Final = (
    "businesses", "funders", "innovators", "policy_makers", "providers", "publishers",
    "researchers", "students",
)  # fmt: skip
BARE: Final[Mapping[str, tuple[str, ...]]] = {
    "licence": SPDX_IDS,
    "format": tuple(sorted(set(FILE_TYPES.values()))),
    "media_type": tuple(sorted(FILE_TYPES)),
    "frequency": tuple(sorted(set(FREQUENCIES.values()))),
    "life_cycle": LIFE_CYCLE,
    "target_user": TARGET_USERS,
}


class Vocabularies:
    """For one language of the pages."""

    def __init__(self, language: str) -> None:
        self._language = language

    def proposals(self, vocabulary: str) -> tuple[str, ...]:
        """What the control proposes, as it is shown."""
        if vocabulary in BARE:
            return BARE[vocabulary]
        named = self._named(vocabulary)
        return tuple(_shown(name, code) for code, name in named.items())

    def shown(self, vocabulary: str, code: str) -> str:
        """A code with its name, where it has one."""
        name = self._named(vocabulary).get(code) if vocabulary else None
        return _shown(name, code) if name else code

    def code(self, vocabulary: str, text: str) -> str:
        """The code of what was typed or chosen; else the text as it is."""
        named = self._named(vocabulary) if vocabulary else {}
        if not named:
            return text
        found = IN_BRACKETS.search(text)
        if found and found.group(1) in named:
            return found.group(1)
        by_name = {name.casefold(): code for code, name in named.items()}
        return by_name.get(text.casefold(), text)

    def _named(self, vocabulary: str) -> Mapping[str, str]:
        return {
            "country": self._countries,
            "language": self._languages,
            "factory": organisation_titles(),
        }.get(vocabulary, {})

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        return _territories(self._language)

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        return _languages(self._language)


@lru_cache(maxsize=16)
def _territories(language: str) -> Mapping[str, str]:
    names = Locale.parse(language).territories
    return _sorted({code: names[code] for code in COUNTRIES.values() if code in names})


@lru_cache(maxsize=16)
def _languages(language: str) -> Mapping[str, str]:
    names = Locale.parse(language).languages
    codes = {*LANGUAGES.values(), UNTAGGED}
    return _sorted({code: names[code] for code in codes if code in names})


def _sorted(named: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def _shown(name: str, code: str) -> str:
    return f"{name} ({code})"
