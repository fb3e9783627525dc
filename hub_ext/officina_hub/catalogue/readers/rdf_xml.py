"""RDF/XML by rdflib's reader, which one address that is none would stop otherwise."""

from __future__ import annotations

from typing import Any

from rdflib import Graph, URIRef
from rdflib.parser import StringInputSource
from rdflib.plugins.parsers.rdfxml import RDFXMLHandler, create_parser


class _Handler(RDFXMLHandler):
    """Keeps such an address as it stands, as the readers of Turtle and JSON-LD do.

    For rdflib 7.6; when its own ``absolutize`` takes ``http://[::1``, this class can go.
    """

    def absolutize(self, uri: str) -> URIRef:
        """The address in full; the model refuses the record that it names, and says why."""
        try:
            return super().absolutize(uri)
        except ValueError:
            return URIRef(uri)


def read_rdf_xml(text: str, graph: Graph, base: str) -> None:
    """All triples of the text into the graph; raises as rdflib and SAX do."""
    source = StringInputSource(text)
    source.setPublicId(base)
    source.setSystemId(base)
    parser: Any = create_parser(source, graph)
    handler = _Handler(graph)
    handler.setDocumentLocator(source)  # type: ignore[arg-type]  # as rdflib itself does
    parser.setContentHandler(handler)
    parser.parse(source)
