"""The judged queries: what somebody types, in which language, and how well each record answers."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import NamedTuple

SET = Path(__file__).parent / "judged.toml"
LANGUAGES = ("en", "de", "fi", "fr", "sv", "es", "it", "pl")
ORGANISATION = "urn:officina:organisation:"
BEST = 3


class Judged(NamedTuple):
    """One query. ``grades`` are 1 to 3 by the record's IRI; every other record is 0."""

    id: str
    language: str
    q: str
    grades: dict[str, int]

    @property
    def is_kept(self) -> bool:
        """Whether it belongs to the half that nobody looks at while the engine is tuned."""
        return hashlib.sha256(self.id.encode()).digest()[1] % 2 == 1


def judged() -> list[Judged]:
    """All of them, by need and language."""
    told = tomllib.loads(SET.read_text("utf-8"))
    return [
        Judged(f"{name}/{language}", language, need[language], _by_iri(need, told["records"]))
        for name, need in told["need"].items()
        for language in LANGUAGES
    ]


def _by_iri(need: dict[str, dict[str, int]], records: dict[str, str]) -> dict[str, int]:
    return {
        records.get(name, f"{ORGANISATION}{name}"): grade for name, grade in need["grades"].items()
    }
