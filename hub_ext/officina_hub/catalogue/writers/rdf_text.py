"""A tree of JSON-LD as text: as it stands, or its triples as Turtle or RDF/XML.

The order of the tree is kept, so that the authors of a dataset stay in theirs, and the same tree
always gives the same bytes, so that they have one ETag.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from itertools import count
from typing import Any, Final, Literal

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Value
from rdflib.namespace import RDF
from rdflib.plugins.serializers.rdfxml import XMLSerializer
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from officina_hub.catalogue.writers.tree import Tree

Syntax = Literal["turtle", "xml", "json-ld"]


class TurtleInOrder(TurtleSerializer):
    """Turtle as the graph was filled; rdflib's own sorts things and values by the alphabet."""

    def orderSubjects(self) -> list[Node]:  # noqa: N802 - rdflib's name
        """The things as they came."""
        return list(self._subjects)

    def sortProperties(self, properties: Mapping[Node, list[Node]]) -> list[Node]:  # noqa: N802
        """The terms as they came, and what each leads to."""
        return list(properties)


SERIALIZERS: Final = {"turtle": TurtleInOrder, "xml": XMLSerializer}


def as_text(trees: list[Tree], context: Mapping[str, str], syntax: Syntax) -> bytes:
    """All of these things as one document."""
    if syntax == "json-ld":
        return _json_ld(trees, context)
    stream = BytesIO()
    SERIALIZERS[syntax](graph_of(trees, context)).serialize(stream, encoding="utf-8")
    return stream.getvalue()


def graph_of(trees: list[Tree], context: Mapping[str, str]) -> Graph:
    """The triples of the trees, whose prefixes the context tells."""
    graph = Graph(SimpleMemory(), bind_namespaces="none")  # the only one of them that keeps order
    graph.bind("rdf", RDF)
    for prefix, namespace in context.items():
        graph.bind(prefix, namespace)
    planter = _Planter(graph, context)
    for tree in trees:
        planter.plant(tree)
    return graph


class _Planter:
    """Puts trees into a graph; things without a name are numbered."""

    def __init__(self, graph: Graph, context: Mapping[str, str]) -> None:
        self._graph = graph
        self._context = context
        self._numbers = count(1)

    def plant(self, tree: Tree) -> Node:
        """A thing and all that grows from it."""
        node = URIRef(tree["@id"]) if "@id" in tree else BNode(f"n{next(self._numbers)}")
        for kind in _all(tree.get("@type")):
            self._graph.add((node, RDF.type, self._term(kind)))
        for term, values in tree.items():
            if not term.startswith("@"):
                for value in _all(values):
                    self._graph.add((node, self._term(term), self._value(value)))
        return node

    def _value(self, value: Any) -> Node:
        if not isinstance(value, dict):
            return Value(value)
        if "@value" not in value:
            return self.plant(value)
        kind = self._term(value["@type"]) if "@type" in value else None
        # What was written is kept as it is, also where rdflib knows a form that it likes better.
        return Value(value["@value"], lang=value.get("@language"), datatype=kind, normalize=False)

    def _term(self, compact: str) -> URIRef:
        prefix, _, name = compact.partition(":")
        return URIRef(self._context[prefix] + name)


def _json_ld(trees: list[Tree], context: Mapping[str, str]) -> bytes:
    content = trees[0] if len(trees) == 1 else {"@graph": trees}
    document = {"@context": dict(context)} | content
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _all(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [] if values is None else [values]
