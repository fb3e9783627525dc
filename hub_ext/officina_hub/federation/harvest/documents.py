"""Peers that are one document, or pages of which each says where the next one is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from officina_hub.catalogue.parts import Part
from officina_hub.federation.harvest.visit import Arrival, Visit

# A catalogue of a million records has this many pages of a hundred.
MOST_PAGES: Final = 10_000
RDF: Final = (
    "text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.8, "
    "application/n-triples;q=0.7, */*;q=0.1"
)
JSON: Final = "application/ld+json, application/json;q=0.9, */*;q=0.1"
CALENDAR: Final = "text/calendar, */*;q=0.1"


def catalogue(visit: Visit) -> Iterator[Arrival]:
    """A catalogue of DCAT-AP in any form of RDF, page by page (Hydra, TREE, the header Link)."""
    return _pages(visit, RDF)


def croissant(visit: Visit) -> Iterator[Arrival]:
    """A description in Croissant."""
    return _pages(visit, JSON)


def gaia_x(visit: Visit) -> Iterator[Arrival]:
    """Self-descriptions of Gaia-X, or resource descriptions of Simpl."""
    return _pages(visit, JSON)


def calendar(visit: Visit) -> Iterator[Arrival]:
    """A calendar of RFC 5545."""
    return _pages(visit, CALENDAR)


def _pages(visit: Visit, accept: str) -> Iterator[Arrival]:
    left = deque([visit.peer.address])
    met = set(left)
    while left:
        for each in visit.read(left.popleft(), accept=accept):
            yield each
            if isinstance(each, Part):
                further = [to for to in each.next if to not in met][: MOST_PAGES - len(met)]
                met.update(further)
                left.extend(further)
