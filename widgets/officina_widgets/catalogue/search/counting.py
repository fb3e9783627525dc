"""Counts of facets as everybody sees them, whichever engine counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from officina_widgets.catalogue.asking import Ask, FacetCount
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.search.backend import NOTHING, Found

MOST_VALUES: Final = 100
"""Values of one facet that are told; chosen ones always are."""


def facet_counts(counts: Mapping[str, int], chosen: tuple[str, ...]) -> tuple[FacetCount, ...]:
    """Most frequent values first, those that are chosen among them even where they find nothing."""
    told = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
    missing = [(value, counts.get(value, 0)) for value in chosen if value not in dict(told)]
    return tuple(
        FacetCount(value=value, count=count, is_chosen=value in chosen)
        for value, count in [*told, *missing]
    )


def counts_without_itself(ask: Ask, facet: str) -> bool:
    """Whether this facet's own choice is left out where its values are counted.

    Among values of which any may hold, each tells what it would add; where all must hold, each
    tells what would be left.
    """
    return facet in ask.facets and facet not in ask.all_of


def nothing_found(ask: Ask) -> Found:
    """The answer that has nothing; what was chosen stays to be seen and taken back."""
    counts = {name: facet_counts({}, ask.facets.get(name, ())) for name in FACET_NAMES}
    return NOTHING._replace(facets=counts)
