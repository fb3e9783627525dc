"""A node of a graph with the questions that mappers ask of it."""

from __future__ import annotations

from typing import Final, NamedTuple

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDFS, SKOS
from rdflib.term import Node

from officina_hub.catalogue.readers.draft import Tagged

# rdflib's own table of DCAT stops at version 2.
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
NAMES: Final = (FOAF.name, SKOS.prefLabel, RDFS.label, DCTERMS.title)


class Thing(NamedTuple):
    """One node; every answer is in the order of the file."""

    graph: Graph
    node: Node

    @property
    def iri(self) -> str | None:
        """Its name, if it is no blank node or literal."""
        return str(self.node) if isinstance(self.node, URIRef) else None

    def things(self, term: URIRef) -> list[Thing]:
        """What the term leads to."""
        return [Thing(self.graph, node) for node in self.graph.objects(self.node, term)]

    def first(self, *terms: URIRef) -> Thing | None:
        """What the first term leads to that leads anywhere."""
        found = (thing for term in terms for thing in self.things(term))
        return next(found, None)

    def tagged(self, *terms: URIRef) -> list[Tagged]:
        """Texts with their languages."""
        nodes = (thing.node for term in terms for thing in self.things(term))
        return [Tagged(str(node), node.language) for node in nodes if isinstance(node, Literal)]

    def texts(self, *terms: URIRef) -> list[str]:
        """Texts and IRIs as they stand, and the names of what has no IRI."""
        return [text for term in terms for thing in self.things(term) if (text := thing.text)]

    def one(self, *terms: URIRef) -> str | None:
        """The first of these."""
        return next(iter(self.texts(*terms)), None)

    @property
    def text(self) -> str | None:
        """The literal, the IRI, or what a blank node calls itself."""
        if isinstance(self.node, URIRef | Literal):
            return str(self.node)
        return self.name

    @property
    def name(self) -> str | None:
        """What it is called, in English where there is a choice."""
        named = self.tagged(*NAMES)
        english = (text for text, language in named if language == "en")
        return next(english, named[0].text if named else None)
