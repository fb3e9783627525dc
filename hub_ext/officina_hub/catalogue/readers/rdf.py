"""DCAT-AP 3 in whatever RDF comes in: which things of a graph are records, and reading them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.term import Node

from officina_hub.catalogue.readers import dcat
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.linked import is_answer
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.named_json import dropped_from
from officina_hub.catalogue.readers.node import strays_in
from officina_hub.catalogue.readers.outcome import Read, Refused, Unreadable
from officina_hub.catalogue.readers.paging import part_of
from officina_hub.catalogue.readers.rdf_graph import NOWHERE, graph_of
from officina_hub.catalogue.readers.rdf_strays import parts_of, still_named, strays_of
from officina_hub.catalogue.readers.rdf_thing import DCAT, Thing
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.readers.strays import stray
from officina_widgets.catalogue.records import (
    DataService,
    Dataset,
    DatasetSeries,
    Described,
    Service,
    Training,
)

BY_SUFFIX: Final = {
    ".ttl": "turtle", ".turtle": "turtle", ".nt": "turtle", ".n3": "turtle", ".trig": "trig",
    ".nq": "nquads", ".rdf": "xml", ".owl": "xml", ".xml": "xml", ".jsonld": "json-ld",
    ".json": "json-ld",
}  # fmt: skip
LINKED: Final = re.compile(r'"@(?:context|graph|id|type)"')
BY_START: Final = (
    (re.compile(r"<\?xml|<!doctype rdf|<rdf:rdf|<!--"), "xml"),
    (re.compile(r"[{\[]"), "json-ld"),
    (re.compile(r"@prefix|@base|prefix\s|base\s|#|<http"), "turtle"),
)

SCHEMA_HTTPS: Final = Namespace("https://schema.org/")


class RecordClass(NamedTuple):
    """A class whose things are records, what DCAT-AP wants beyond what we cannot do without, and
    the class of DCAT that they must have besides where their own is another vocabulary's.
    """

    iri: URIRef
    model: type[Described]
    mapper: dcat.Mapper
    mandatory: tuple[str, ...] = ()
    beside: URIRef | None = None


# In this order: a series is a dataset too, and its class of its own says more.
CLASSES: Final = (
    RecordClass(DCAT.DatasetSeries, DatasetSeries, dcat.series, ("description",)),
    RecordClass(DCAT.DataService, DataService, dcat.data_service),
    RecordClass(DCAT.Dataset, Dataset, dcat.dataset, ("description",)),
    # What DCAT has no class for, as our own catalogue gives it to others; schema.org is written
    # with and without the s of https.
    *(
        RecordClass(schema[name], model, mapper, beside=DCAT.Resource)
        for schema in (dcat.SCHEMA, SCHEMA_HTTPS)
        for name, model, mapper in (
            ("Service", Service, dcat.described),
            ("Course", Training, dcat.course),
            ("LearningResource", Training, dcat.material),
        )
    ),
)


def is_mine(source: Source) -> bool:
    """Whether the name or the first letters say that it is RDF; JSON is not without its words."""
    if source.is_json and not LINKED.search(source.text):
        return False
    return _syntax(source) is not None


def read(source: Source) -> Iterator[Read]:
    """Every dataset, series and data service that the graph describes."""
    graph = graph_of(source, _syntax(source) or "turtle")
    done: set[Node] = set()
    for record_class in CLASSES:
        for node in _nodes_of(graph, record_class.iri):
            if node not in done and _is_beside(graph, node, record_class.beside):
                done.add(node)
                yield _read(Thing(graph, node), record_class, source)
    if done and _syntax(source) == "json-ld":
        for pointer, value in strays_in(source.json):
            yield stray(pointer or "/", value, wanted="an object with its @type")
        yield from dropped_from(source.json, {str(node) for node in graph.all_nodes()}, NOWHERE)
    yield from strays_of(graph, done)
    parts = list(parts_of(graph, len(done), source.text))
    # What JSON says by words that its context does not explain is in no graph.
    if not parts and _syntax(source) == "json-ld" and is_answer(source.json):
        parts = [part for part in [part_of(source.json, len(done), source.text)] if part]
    yield from parts
    if not done:
        raise Unreadable(
            "the file",
            "it is RDF, but no dcat:Dataset, dcat:DatasetSeries or dcat:DataService is in it, so "
            "there is nothing to take; see that the types are stated",
        )


def named(source: Source, iris: Collection[str]) -> set[str]:
    """Which of these IRIs stand in the graph; none where it is no RDF.

    A context that nobody loads makes no difference where the names are read without it.
    """
    if not is_mine(source):
        return set()
    try:
        return still_named(graph_of(source, _syntax(source) or ""), iris)
    except Unreadable as error:
        if error.refused.where == "@context":
            return set()
        raise


def _syntax(source: Source) -> str | None:
    by_start = next((name for start, name in BY_START if start.match(source.start)), None)
    return BY_SUFFIX.get(source.suffix, by_start)


def _is_beside(graph: Graph, node: Node, kind: URIRef | None) -> bool:
    return kind is None or (node, RDF.type, kind) in graph


def _nodes_of(graph: Graph, kind: URIRef) -> Iterator[Node]:
    yield from graph.subjects(RDF.type, kind)
    if kind == DCAT.Dataset:
        # Some catalogues name their datasets without saying again what they are.
        for node in graph.objects(None, DCAT.dataset):
            if (node, DCTERMS.title, None) in graph:
                yield node


def _read(thing: Thing, record_class: RecordClass, source: Source) -> Read:
    iri = thing.iri
    if iri is None or iri.startswith(NOWHERE):
        name = thing.name or "without a title"
        return Refused(
            iri.removeprefix(NOWHERE) if iri else "a blank node",
            f"the thing {name[:80]!r} has no IRI of its own, so nobody could refer to it or update "
            "it; give it one with a scheme, as https://example.org/data/1",
        )
    draft = Draft(source.limits)
    draft.put("iri", iri)
    return outcome(
        record_class.model,
        draft,
        iri,
        by=lambda: record_class.mapper(thing, draft),
        mandatory=record_class.mandatory,
    )
