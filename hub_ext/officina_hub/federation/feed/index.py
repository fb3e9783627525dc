"""The entry of a feed: what it is, how long members stay, and which pages there are.

The one view of the stream (TREE's ``tree:view``). Each page is named with the span of time of its
members, so that a reader who was here before asks only for what is newer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from officina_hub.catalogue.writers.tree import Tree, moment
from officina_hub.federation.feed.events import MOMENT
from officina_hub.federation.feed.pages import document, members_in

INDEX: Final = "index.jsonld"
STREAM: Final = "#stream"
FROM: Final = "tree:GreaterThanOrEqualToRelation"
UNTIL: Final = "tree:LessThanOrEqualToRelation"


class PageRef(NamedTuple):
    """A page by its address; ``last`` is not told of one that still grows."""

    address: str
    first: datetime
    last: datetime | None


def index_text(address: str, pages: Sequence[PageRef]) -> bytes:
    """The document; ``address`` is its own."""
    stream: Tree = {
        "@id": f"{address}{STREAM}",
        "@type": "ldes:EventStream",
        "ldes:timestampPath": {"@id": "as:published"},
        "ldes:versionOfPath": {"@id": "as:object"},
        "tree:view": {"@id": address},
    }
    view: Tree = {
        "@id": address,
        "@type": "tree:Node",
        "tree:viewDescription": {
            "@type": "tree:ViewDescription",
            # Older members of a thing may be gone, with the whole page that they stood in.
            "ldes:retentionPolicy": {"@type": "ldes:LatestVersionSubset", "ldes:amount": 1},
        },
        "tree:relation": [relation for page in pages for relation in _relations(page)],
    }
    return document([stream, view])


def read_index(data: bytes) -> list[PageRef]:
    """The pages in their order; raises ``Unreadable`` where it is no JSON at all."""
    spans: dict[str, dict[str, datetime]] = {}
    for node in members_in(data):
        relations = node.get("tree:relation") if isinstance(node, dict) else None
        for relation in relations if isinstance(relations, list) else []:
            try:
                page = str(relation["tree:node"]["@id"])
                value = MOMENT.validate_python(relation["tree:value"]["@value"])
                spans.setdefault(page, {})[str(relation["@type"])] = value
            except (KeyError, TypeError, ValidationError):
                continue
    return [
        PageRef(page, span[FROM], span.get(UNTIL)) for page, span in spans.items() if FROM in span
    ]


def _relations(page: PageRef) -> list[dict[str, Any]]:
    bounds = [(FROM, page.first)] + ([(UNTIL, page.last)] if page.last else [])
    return [
        {
            "@type": kind,
            "tree:path": {"@id": "as:published"},
            "tree:value": moment(value),
            "tree:node": {"@id": page.address},
        }
        for kind, value in bounds
    ]
