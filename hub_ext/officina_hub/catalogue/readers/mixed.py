"""JSON-LD that tells some things by schema.org and others by DCAT, as our own catalogue does.

Each of the two readers takes what is its own, and what one has taken the other does not refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers import croissant, linked, rdf, training
from officina_hub.catalogue.readers.node import Node, nodes_in
from officina_hub.catalogue.readers.outcome import Read, Refused, Taken, Unreadable
from officina_hub.catalogue.readers.source import Source

OF_DCAT: Final = "www.w3.org/ns/dcat"


def is_mine(source: Source) -> bool:
    """Whether things of both stand in it, as far as their names tell."""
    if not source.is_json or OF_DCAT not in source.text:
        return False
    nodes = [node for _, node in nodes_in(source.json)]
    return any(_is_schema(node) for node in nodes) and any(
        node.types & linked.OF_DCAT and not _is_schema(node) for node in nodes
    )


def read(source: Source) -> Iterator[Read]:
    """The things of both; by schema.org alone where nothing can be read by DCAT."""
    try:
        by_dcat = list(rdf.read(source))
    except Unreadable as error:
        yield from linked.read(source)
        if error.refused.where == "@context":  # so what DCAT says stays unread
            yield error.refused
        return
    by_schema = list(linked.read_things(source.json, source.limits, place=lambda at: at or "/"))
    of_schema = {read.record.iri for read in by_schema if isinstance(read, Taken)}
    of_dcat = {iri for read in by_dcat if (iri := _iri(read)) and iri not in of_schema}
    held = [read for read in by_schema if isinstance(read, Taken) or _is_left(read, of_dcat)]
    held += [read for read in by_dcat if _iri(read) not in of_schema]
    records = sum(not isinstance(read, Part) for read in held)
    for read in held:
        yield read._replace(held=records) if isinstance(read, Part) else read


def _is_schema(node: Node) -> bool:
    return training.is_training(node) or croissant.is_croissant(node)


def _is_left(read: Read, of_dcat: set[str]) -> bool:
    """Whether a refusal of the one is of something that the other did not look at."""
    return isinstance(read, Refused) and read.iri is not None and read.iri not in of_dcat


def _iri(read: Read) -> str | None:
    if isinstance(read, Taken):
        return read.record.iri
    return (read.iri or read.where) if isinstance(read, Refused) else None
