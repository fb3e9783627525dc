"""Things of a graph that were meant as records and are none, and what the graph says of its pages.

A type that is misspelt, or a dataset that a catalogue only names, would else be passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.term import Node

from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.readers.mistyped import meant_by
from officina_hub.catalogue.readers.outcome import Refused
from officina_hub.catalogue.readers.paging import mark_of, whole
from officina_hub.catalogue.readers.rdf_graph import NOWHERE
from officina_hub.catalogue.readers.rdf_thing import DCAT, Thing

HYDRA: Final = Namespace("http://www.w3.org/ns/hydra/core#")
TREE: Final = Namespace("https://w3id.org/tree#")
RECORDS: Final = ("Dataset", "DatasetSeries", "DataService")
CLASSES: Final = (
    *RECORDS, "Catalog", "CatalogRecord", "Distribution", "Relationship", "Resource", "Role",
)  # fmt: skip
LISTS: Final = ((DCAT.dataset, "dcat:dataset"), (DCAT.service, "dcat:service"))
FOLLOWING: Final = (HYDRA.next, HYDRA.nextPage, TREE.node)
MOST_STRAYS: Final = 100_000

MISTYPED: Final = (
    "its type {written} is no class of DCAT, so it was not read; did you mean dcat:{meant}?"
)
UNTYPED: Final = (
    "{name!r} does not say what it is, so it was not read; add its type, such as dcat:Dataset"
)
ONLY_NAMED: Final = (
    "the catalogue names it by {term}, and nothing in the file says what it is; describe it here "
    "with its type and title, or take it out of the catalogue"
)
NO_IRI: Final = (
    "the catalogue's {term} holds the text {text!r} where an IRI must stand, so nobody knows what "
    "it names; write it in pointed brackets, as <https://example.org/data/1>"
)
RESOURCE: Final = (
    "it is a dcat:Resource and no more, so its kind is not known; say that it is a dcat:Dataset, "
    "or a schema:Service, schema:Course or schema:LearningResource beside"
)


def strays_of(graph: Graph, done: Collection[Node]) -> Iterator[Refused]:
    """What was meant as a record and is not among those ``done``; each once."""
    told: set[Node] = set()
    for node, reason in _found(graph, done):
        if node not in told and len(told) < MOST_STRAYS:
            told.add(node)
            yield _refused(node, reason)


def _found(graph: Graph, done: Collection[Node]) -> Iterator[tuple[Node, str]]:
    for kind in set(graph.objects(None, RDF.type)):
        if reason := _reason_against(kind):
            for node in graph.subjects(RDF.type, kind):
                if node not in done:
                    yield node, reason
    for node in graph.subjects(DCTERMS.title, None):
        is_root = (None, None, node) not in graph
        if is_root and node not in done and (node, RDF.type, None) not in graph:
            yield node, UNTYPED.format(name=(Thing(graph, node).name or "")[:60])
    for term, name in LISTS:
        for node in graph.objects(None, term):
            if isinstance(node, Literal):
                yield node, NO_IRI.format(term=name, text=str(node)[:60])
            elif node not in done and (node, RDF.type, DCAT.Catalog) not in graph:
                yield node, ONLY_NAMED.format(term=name)


def _reason_against(kind: Node) -> str | None:
    """Why a thing of this type is no record though it may have been meant as one."""
    written = str(kind)
    in_dcat = isinstance(kind, URIRef) and written.startswith(str(DCAT))
    if in_dcat and written.removeprefix(str(DCAT)) in CLASSES:
        return RESOURCE if kind == DCAT.Resource else None
    meant = meant_by(written, CLASSES if in_dcat else RECORDS)
    if meant or in_dcat:
        return MISTYPED.format(written=f"<{written[:100]}>", meant=meant or "Dataset")
    return None


def _refused(node: Node, reason: str) -> Refused:
    text = str(node)
    if isinstance(node, Literal):
        return Refused(f"the text {text[:60]!r}", reason, text if is_address(text) else None)
    if not isinstance(node, URIRef):
        return Refused("a blank node", reason)
    if text.startswith(NOWHERE):
        return Refused(text.removeprefix(NOWHERE), reason)
    return Refused(text, reason, text)


def parts_of(graph: Graph, held: int, text: str) -> Iterator[Part]:
    """The page of a larger catalogue that the graph says to be (Hydra, TREE)."""
    totals = [n for total in graph.objects(None, HYDRA.totalItems) if (n := whole(str(total)))]
    views = [*graph.subjects(RDF.type, HYDRA.PartialCollectionView)]
    views += [*graph.subjects(RDF.type, HYDRA.PagedCollection)]
    views += [*graph.subjects(HYDRA.next, None), *graph.subjects(HYDRA.nextPage, None)]
    views += [*graph.subjects(TREE.relation, None)]
    following = tuple(
        dict.fromkeys(str(node) for term in FOLLOWING for node in graph.objects(None, term))
    )
    if totals or following or views:
        name = next((str(view) for view in views if isinstance(view, URIRef)), mark_of(text))
        yield Part("the file", name, held, max(totals, default=None), next=following)


def still_named(graph: Graph, iris: Collection[str]) -> set[str]:
    """Which of these the graph names, as a thing, as what a thing leads to, or as a text."""
    return {iri for iri in iris if _is_named(graph, iri)}


def _is_named(graph: Graph, iri: str) -> bool:
    node, text = URIRef(iri), Literal(iri)
    return (node, None, None) in graph or (None, None, node) in graph or (None, None, text) in graph
