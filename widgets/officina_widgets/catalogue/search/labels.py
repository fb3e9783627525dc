"""What codes are called in the languages of Europe, so that "Umwelt" finds what has ``ENVI``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from officina_widgets.catalogue.search.names import Names, names_of

DATA: Final = Path(__file__).parent / "data"
FILES: Final = {"theme": "themes.json", "country": "countries.json"}
SHORTEST: Final = 4
"""Letters of a label's word that is worth finding: shorter ones are "and" in some language."""


@cache
def named_labels() -> dict[str, dict[str, dict[str, str]]]:
    """What others call the codes of a facet: by facet, code and language."""
    return {facet: _labels_in(file) for facet, file in FILES.items()}


def _labels_in(file: str) -> dict[str, dict[str, str]]:
    told: dict[str, Any] = json.loads((DATA / file).read_text("utf-8"))
    labels: dict[str, dict[str, str]] = told["labels"]
    return labels


@cache
def own_labels() -> dict[str, dict[str, dict[str, str]]]:
    """Our own words for sectors, steps, kinds and rights of access: by these, code and language."""
    return tomllib.loads((DATA / "labels.toml").read_text("utf-8"))


def names_of_codes(facets: Mapping[str, tuple[str, ...]]) -> Iterator[Names]:
    """What the values that a record has of these facets are called."""
    for facet in (*FILES, *own_labels()):
        for code in facets.get(facet, ()):
            yield _names(facet, code)


@cache
def _names(facet: str, code: str) -> Names:
    by_language = (named_labels() | own_labels())[facet].get(code, {})
    return names_of(
        (language, word)
        for language, label in by_language.items()
        for word in label.split()
        if len(word) >= SHORTEST or word.isupper()
    )
