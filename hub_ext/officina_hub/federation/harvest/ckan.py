"""The datasets of a CKAN by its search, page by page in the order of their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from officina_hub.catalogue.arriving import Arriving, Refusal
from officina_hub.catalogue.parts import Part
from officina_hub.federation.harvest.documents import JSON
from officina_hub.federation.harvest.visit import Arrival, Visit

ROWS: Final = 100
MOST_PAGES: Final = 10_000
API: Final = "api/3/action/"


def ckan(visit: Visit) -> Iterator[Arrival]:
    """All datasets; the address is the site's or the API's.

    The count that a page tells is a word: pages are asked for until one brings nothing.
    """
    start = 0
    for _ in range(MOST_PAGES):
        came = total = 0
        question = urlencode({"q": "*:*", "sort": "name asc", "rows": ROWS, "start": start})
        for each in visit.read(
            f"{base_of(visit.peer.address)}package_search?{question}", accept=JSON
        ):
            if isinstance(each, Part):
                total = each.total or 0
                came = each.held
                yield each._replace(start=start, next=())
            else:
                came += isinstance(each, Arriving | Refusal) and not total
                yield each
        start += ROWS
        if not came or start >= total:
            return


def base_of(address: str) -> str:
    """Where the actions of its API stand."""
    site, found, _ = address.partition("/api/")
    return f"{site if found else address.rstrip('/')}/{API}"
