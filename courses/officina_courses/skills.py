"""Skills by the ids of public frameworks, so that courses of many houses can be found by one skill.

ESCO is the European Commission's classification of skills; DigComp is its framework of digital
competences, whose ids the Europass model for learning has.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Framework(NamedTuple):
    """Where ids come from: its name, its own id, and the form of its ids."""

    name: str
    iri: str
    form: re.Pattern[str]


FRAMEWORKS: Final = (
    Framework(
        "ESCO",
        "http://data.europa.eu/esco/concept-scheme/skills",
        re.compile(
            r"http://data\.europa\.eu/esco/skill/"
            r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[KLST]\d+(\.\d+)*)"
        ),
    ),
    Framework(
        "DigComp",
        "http://data.europa.eu/snb/dcf/25831c2",
        re.compile(r"http://data\.europa\.eu/snb/dcf/[0-9A-Za-z]{4,40}"),
    ),
)


def framework_of(skill_id: str) -> Framework | None:
    """The framework whose form the id has."""
    return next((one for one in FRAMEWORKS if one.form.fullmatch(skill_id)), None)
