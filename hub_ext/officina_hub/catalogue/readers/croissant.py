"""Croissant 0.8, 1.0 and 1.1 (MLCommons): a dataset with its files and record sets."""

from __future__ import annotations

import re
from typing import Any, Final

from officina_hub.catalogue.croissant_terms import OF_COLUMN, OF_TABLE
from officina_hub.catalogue.readers.croissant_files import distributions
from officina_hub.catalogue.readers.croissant_rest import rest_of
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import is_address, made_from, page_of_its_own
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.node import Node, local, nodes_in
from officina_hub.catalogue.readers.outcome import Read
from officina_hub.catalogue.readers.schema_org import agents, described
from officina_hub.catalogue.readers.source import Source
from officina_widgets.catalogue.records import Dataset

OF_JSON: Final = re.compile(r"[./]croissant/?$|\.json(?:ld)?$", re.IGNORECASE)
FILES = frozenset({"FileObject", "FileSet"})


def is_mine(source: Source) -> bool:
    """Whether a dataset in it is described as Croissant does."""
    return source.is_json and any(is_croissant(node) for _, node in nodes_in(source.json))


def is_croissant(node: Node) -> bool:
    """0.8 did not yet name itself, so record sets and file objects count too."""
    if "Dataset" not in node.types:
        return False
    if any("croissant" in name.lower() for name in node.links("conformsTo")):
        return True
    return bool(node.nodes("recordSet")) or any(
        each.types & FILES for each in node.nodes("distribution")
    )


def read_node(node: Node, draft: Draft, *, where: str) -> Read:
    """One dataset."""
    return outcome(Dataset, draft, where, by=lambda: dataset(node, draft))


def dataset(node: Node, draft: Draft) -> None:
    """Its fields into the draft."""
    described(node, draft)
    url = node.link("url")
    iri = node.iri or page_of_its_own(url) or page_of_its_own(node.link("sameAs"))
    draft.put("iri", iri or made_from(draft, url, node.name("name")))
    draft.address("croissant", _own_address(node))
    draft.put("creator", agents(node, draft, "creator"))
    draft.text("cite_as", node.name("citeAs", "citation"))
    draft.shorts("spatial", node.names("spatialCoverage"))
    found = draft.bounded("distributions", node.nodes("distribution"), draft.limits.distributions)
    draft.put("distributions", distributions(found, draft, url))
    sets = draft.bounded("record_sets", node.nodes("recordSet"))
    draft.put("record_sets", [record_set(each, draft, number) for number, each in enumerate(sets)])


def _own_address(node: Node) -> str | None:
    """Where this description itself stands, if one of its addresses leads to JSON and no page."""
    told = (*node.links("@id"), *node.links("sameAs"), *node.links("url"))
    return next((one for one in told if is_address(one) and OF_JSON.search(one)), None)


def record_set(node: Node, draft: Draft, number: int) -> dict[str, Any]:
    """cr:RecordSet; 0.8 has no ids, so the name stands for it."""
    part = draft.inside(f"record_sets/{number}")
    part.short("name", node.name("name") or node.iri)
    part.short("id", node.iri or node.name("name"))
    part.text("description", node.name("description"))
    part.put("as_croissant", rest_of(node, OF_TABLE))
    fields = part.bounded("fields", node.nodes("field"))
    part.put("fields", [field(each, part, each_number) for each_number, each in enumerate(fields)])
    return part.values


def field(node: Node, draft: Draft, number: int) -> dict[str, Any]:
    """cr:Field."""
    part = draft.inside(f"fields/{number}")
    part.short("name", node.name("name") or node.iri)
    types = [local(name) for name in node.links("dataType")]
    part.short("data_type", ", ".join(dict.fromkeys(types)))
    part.text("description", node.name("description"))
    part.put("as_croissant", rest_of(node, OF_COLUMN))
    return part.values
