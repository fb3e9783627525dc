"""Croissant's own words, kept beside the fields that are read of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from officina_hub.catalogue.readers.node import Node


def rest_of(node: Node, terms: Iterable[str]) -> str | None:
    """These terms as JSON-LD; nothing of Croissant 0.8, which led from name to name, not by ids."""
    if node.iri is None:
        return None
    found = {term: values for term in terms if (values := node.all(term))}
    # Rows stay a list, also where there is one.
    told = {
        term: values[0] if len(values) == 1 and term != "data" else values
        for term, values in found.items()
    }
    return json.dumps(told)
