"""A record in the two forms: unqualified Dublin Core, and RDF/XML of DCAT-AP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from officina_hub.catalogue.writers.dcat import CONTEXT, catalog_record, described_thing
from officina_hub.catalogue.writers.rdf_text import as_text
from officina_hub.catalogue.writers.tree import NOT_IN_XML
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Agent, Dataset, Record, Training
from officina_widgets.catalogue.words import UNTAGGED

DC: Final = "http://purl.org/dc/elements/1.1/"
OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMAS: Final = {
    "oai_dc": (OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
    "rdf": (RDF, "http://www.openarchives.org/OAI/2.0/rdf.xsd"),
}
TYPES: Final = {
    "dataset": "Dataset",
    "series": "Collection",
    "data_service": "Service",
    "service": "Service",
    "training": "LearningResource",
    "organisation": "Organization",
}


def metadata(filed: CatalogRecord, prefix: str, permalink: str) -> ET.Element:
    """The element that stands in ``<metadata>``, which says by which schema it is read."""
    root = _rdf(filed, permalink) if prefix == "rdf" else _dublin_core(filed.record, permalink)
    root.set(f"{{{XSI}}}schemaLocation", " ".join(SCHEMAS[prefix]))
    return root


def _rdf(filed: CatalogRecord, permalink: str) -> ET.Element:
    trees = [described_thing(filed.record), catalog_record(filed, permalink)]
    return ET.fromstring(as_text(trees, CONTEXT, "xml"))  # noqa: S314 - written a line above


def _dublin_core(record: Record, permalink: str) -> ET.Element:
    root = ET.Element(f"{{{OAI_DC}}}dc")
    _add_words(root, "title", record.title)
    _add(root, "creator", (one.name for one in _makers(record)))
    _add(root, "subject", record.keywords)
    _add_words(root, "description", record.description)
    _add(root, "publisher", [record.publisher.name] if record.publisher else [])
    day = record.modified or record.issued
    _add(root, "date", [day.isoformat()] if day else [])
    _add(root, "type", [TYPES[record.kind]])
    page = record.landing_page or permalink
    _add(root, "identifier", dict.fromkeys([page, record.iri, *record.identifiers]))
    _add(root, "language", record.languages)
    _add(root, "rights", [record.licence] if record.licence else [])
    return root


def _makers(record: Record) -> tuple[Agent, ...]:
    match record:
        case Dataset():
            return record.creator
        case Training():
            return record.authors
    return ()


def _add(root: ET.Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        ET.SubElement(root, f"{{{DC}}}{name}").text = NOT_IN_XML.sub("\ufffd", text)


def _add_words(root: ET.Element, name: str, said: dict[str, str]) -> None:
    for language, text in said.items():
        element = ET.SubElement(root, f"{{{DC}}}{name}")
        element.text = NOT_IN_XML.sub("\ufffd", text)
        if language != UNTAGGED:
            element.set(LANG, language)
