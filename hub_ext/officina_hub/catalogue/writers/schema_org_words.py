"""What several of schema.org's types are made of: texts in languages, agents, spans of time."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_widgets.catalogue.records import Agent
from officina_widgets.catalogue.words import UNTAGGED

ORCID: Final = ("https://orcid.org/", "http://orcid.org/")


def worded(said: dict[str, str]) -> list[Any] | str:
    """Language-tagged values as JSON-LD 1.1 writes them; one untagged text stays a string."""
    if set(said) == {UNTAGGED}:
        return said[UNTAGGED]
    return [
        {"@value": each} | ({} if language == UNTAGGED else {"@language": language})
        for language, each in said.items()
    ]


def agent(told: Agent | None) -> Tree | None:
    """Who it is; a record does not say whether that is a person, but an ORCID does."""
    if told is None:
        return None
    kind = "Person" if (told.iri or "").startswith(ORCID) else "Organization"
    return pruned({"@type": kind, "@id": told.iri, "name": told.name, "url": told.homepage})


def duration_of_data(start: date | None, end: date | None) -> str | None:
    """ISO 8601's interval, open where an end is not known."""
    if not (start or end):
        return None
    return f"{start.isoformat() if start else '..'}/{end.isoformat() if end else '..'}"
