"""The pages of a feed: 250 members each, of which a full one never changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from officina_hub.catalogue.arriving import Refusal
from officina_hub.catalogue.readers.json_text import load_json
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.writers.tree import Tree
from officina_hub.federation.feed.events import Event, read_event
from officina_hub.federation.feed.terms import CONTEXT

MEMBERS_OF_A_PAGE: Final = 250
FOLDER: Final = "pages"


def page_name(number: int) -> str:
    """Its file; numbers of one length, so that names are in the order of the pages."""
    return f"{number:06d}.jsonld"


def page_text(stream: str, page: str, members: list[Tree]) -> bytes:
    """The document."""
    nodes: list[Tree] = [
        {
            "@id": stream,
            "@type": "ldes:EventStream",
            "tree:member": [{"@id": one["@id"]} for one in members],
        },
        {"@id": page, "@type": "tree:Node"},
        *members,
    ]
    return document(nodes)


def document(nodes: list[Tree]) -> bytes:
    """Some things as JSON-LD with the feed's prefixes."""
    told = {"@context": CONTEXT, "@graph": nodes}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read_page(data: bytes) -> Iterator[Event | Refusal]:
    """The members of a page in their order; raises ``Unreadable`` where it is no JSON at all.

    Only pages as Officina writes them: JSON-LD of others may name the same in many ways.
    """
    for member in members_in(data):
        read = read_event(member)
        if read is not None:
            yield read


def members_in(data: bytes) -> list[Any]:
    """What stands in the graph of a page."""
    told = load_json(data.decode("utf-8", errors="replace"), Limits(values=2_000_000))
    graph = told.get("@graph") if isinstance(told, dict) else None
    return graph if isinstance(graph, list) else []
