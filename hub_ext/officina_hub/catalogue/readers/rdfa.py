"""RDFa of a page as JSON-LD, for pages that have no such block; nothing is fetched for it."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

MARKED: Final = re.compile(r"\b(?:typeof|vocab)\s*=", re.IGNORECASE)
# A course in a list on a page: deeper than that a description goes in circles.
DEEPEST: Final = 4


def things_in(page: str, address: str | None) -> list[dict[str, Any]]:
    """Each typed thing with what it leads to inside; none where the page is not marked up."""
    if not MARKED.search(page):
        return []
    # Imported here: it brings an HTML parser that other formats do without.
    from extruct.rdfa import RDFaExtractor

    logger = logging.getLogger("pyRdfa")
    logger.setLevel(logging.CRITICAL)
    nodes = RDFaExtractor().extract(page, base_url=address or "https://relative.invalid/")
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    inner = {
        held["@id"]
        for node in nodes
        for values in node.values()
        if isinstance(values, list)
        for held in values
        if isinstance(held, dict) and held.get("@id") in by_id
    }
    typed = [node for node in nodes if node.get("@type")]
    return [_whole(node, by_id, 0) for node in typed if node.get("@id") not in inner]


def _whole(node: dict[str, Any], by_id: dict[str, Any], depth: int) -> dict[str, Any]:
    return {
        key: [_held(each, by_id, depth) for each in value] if isinstance(value, list) else value
        for key, value in node.items()
        if not (key == "@id" and str(value).startswith("_:"))
    }


def _held(value: Any, by_id: dict[str, Any], depth: int) -> Any:
    known = by_id.get(str(value.get("@id"))) if isinstance(value, dict) else None
    return value if known is None or depth >= DEEPEST else _whole(known, by_id, depth + 1)
