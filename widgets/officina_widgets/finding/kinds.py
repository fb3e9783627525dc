"""The three finders as data: what each looks for, and by what one narrows it."""

from __future__ import annotations

from typing import Final, NamedTuple

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.records import Kind


class FinderKind(NamedTuple):
    """One configuration of the finder. ``name`` is also the key of its words."""

    name: str
    kinds: tuple[Kind, ...]
    facets: tuple[str, ...]  # in the order in which they are shown


DATASETS: Final = FinderKind(
    "datasets",
    ("dataset", "data_service", "series"),
    ("theme", "format", "access", "licence", "kind", "factory", "country", "publisher", "language"),
)
SERVICES: Final = FinderKind(
    "services",
    ("service", "organisation"),
    (
        "sector",
        "step",
        "mode",
        "trl",
        "kind",
        "factory",
        "country",
        "access",
        "language",
        "publisher",
    ),
)
COURSES: Final = FinderKind(
    "courses",
    ("training",),
    ("level", "language", "sector", "step", "theme", "licence", "factory", "country", "publisher"),
)


def narrowed(ask: Ask, kind: FinderKind) -> Ask:
    """The same question, for records of these kinds only."""
    chosen = tuple(one for one in ask.facets.get("kind", ()) if one in kind.kinds)
    return ask.model_copy(update={"facets": {**ask.facets, "kind": chosen or kind.kinds}})
