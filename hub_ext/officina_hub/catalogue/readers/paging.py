"""What an answer in JSON says of itself as a page of a larger one."""

from __future__ import annotations

import hashlib
from typing import Final

from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers.node import Node

# EOSC's registries say total and from; Hydra totalItems; CKAN and many others count.
TOTALS: Final = (
    "total", "totalItems", "totalElements", "totalResults", "totalCount", "total_count", "count",
)  # fmt: skip
STARTS: Final = ("from", "offset", "start")
NEXT: Final = ("next", "nextPage")
VIEWS: Final = ("view", "links")
MOST_DIGITS: Final = 15


def part_of(document: object, held: int, text: str) -> Part | None:
    """The page that this document is; None where it says nothing of others."""
    if not isinstance(document, dict):
        return None
    top = Node(document)
    total, where = next(
        ((number, f"/{term}") for term in TOTALS if (number := whole(top.name(term))) is not None),
        (None, "/"),
    )
    views = [top, *top.nodes(*VIEWS)]
    following = tuple(dict.fromkeys(link for each in views for link in each.links(*NEXT)))
    address = next((each.iri for each in top.nodes(*VIEWS) if each.iri), None)
    if total is None and not following and not address:
        return None
    start = next((n for term in STARTS if (n := whole(top.name(term))) is not None), None)
    return Part(where, address or top.iri or mark_of(text), held, total, start, following)


def whole(said: str | None) -> int | None:
    """A number that counts something; YAML and RDF write it as text."""
    is_number = bool(said) and str(said).isascii() and str(said).isdecimal()
    return int(str(said)) if is_number and len(str(said)) <= MOST_DIGITS else None


def mark_of(text: str) -> str:
    """By what a page without an address is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
