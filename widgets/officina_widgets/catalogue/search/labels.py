"""What codes are called in the languages of Europe, so that "Umwelt" finds what has ``ENVI``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
SHORTEST: Final = 4
"""Letters of a label's word that is worth finding: shorter ones are "and" in some language."""


@cache
def theme_labels() -> dict[str, dict[str, str]]:
    """The EU vocabulary data-theme: the label of each code by language."""
    told: dict[str, Any] = json.loads((DATA / "themes.json").read_text("utf-8"))
    labels: dict[str, dict[str, str]] = told["labels"]
    return labels


@cache
def own_labels() -> dict[str, dict[str, dict[str, str]]]:
    """Our own words for sectors, kinds and rights of access: by these, code and language."""
    return tomllib.loads((DATA / "labels.toml").read_text("utf-8"))


def label_words(facets: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The words in all languages for the values that a record has of these facets."""
    for theme in facets.get("theme", ()):
        yield _all_words(theme_labels().get(theme, {}))
    for facet, codes in own_labels().items():
        for code in facets.get(facet, ()):
            yield _all_words(codes.get(code, {}))


def _all_words(by_language: dict[str, str]) -> str:
    return _worth_finding(tuple(by_language.values()))


@cache
def _worth_finding(labels: tuple[str, ...]) -> str:
    words = (word.strip(",") for label in labels for word in label.split())
    kept = (word for word in words if len(word) >= SHORTEST or word.isupper())
    return " ".join(dict.fromkeys(kept))
