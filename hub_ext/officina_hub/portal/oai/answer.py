"""Answers as XML, in the order that the protocol's schema wants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from officina_hub.catalogue.writers.tree import NOT_IN_XML
from officina_hub.portal.oai.metadata import DC, OAI_DC, RDF, SCHEMAS, XSI, metadata
from officina_hub.portal.oai.question import OaiError
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import KINDS

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
SCHEMA: Final = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
SET_NAMES: Final = {
    "organisation": "Organisations",
    "service": "Services",
    "dataset": "Datasets",
    "data_service": "Data services",
    "series": "Series of datasets",
    "training": "Training",
}


class Told(NamedTuple):
    """One record of an answer; ``filed`` is nothing where it was deleted."""

    identifier: str
    changed: datetime
    kind: str
    filed: CatalogRecord | None
    permalink: str


class Repository(NamedTuple):
    """Who answers."""

    name: str
    address: str
    contact: str
    earliest: datetime


class Answer:
    """One answer while it is put together."""

    def __init__(self, address: str, now: datetime) -> None:
        for prefix, space in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("rdf", RDF)):
            ET.register_namespace(prefix, space)
        ET.register_namespace("xsi", XSI)
        self._root = ET.Element(_oai("OAI-PMH"))
        self._root.set(f"{{{XSI}}}schemaLocation", SCHEMA)
        _text(self._root, "responseDate", second(now))
        self._request = _text(self._root, "request", address)

    def to(self, arguments: Mapping[str, str]) -> None:
        """Repeat the question, which is done for right ones alone."""
        for name, value in arguments.items():
            self._request.set(name, NOT_IN_XML.sub("\ufffd", value))

    def error(self, error: OaiError) -> None:
        """Tell what is wrong."""
        _text(self._root, "error", str(error)).set("code", error.code)

    def identify(self, repository: Repository) -> None:
        """Tell who answers."""
        told = ET.SubElement(self._root, _oai("Identify"))
        _text(told, "repositoryName", repository.name)
        _text(told, "baseURL", repository.address)
        _text(told, "protocolVersion", "2.0")
        _text(told, "adminEmail", repository.contact)
        _text(told, "earliestDatestamp", second(repository.earliest))
        _text(told, "deletedRecord", "persistent")
        _text(told, "granularity", "YYYY-MM-DDThh:mm:ssZ")

    def formats(self) -> None:
        """Tell the forms of metadata."""
        told = ET.SubElement(self._root, _oai("ListMetadataFormats"))
        for prefix, (space, schema) in SCHEMAS.items():
            one = ET.SubElement(told, _oai("metadataFormat"))
            _text(one, "metadataPrefix", prefix)
            _text(one, "schema", schema)
            _text(one, "metadataNamespace", space)

    def sets(self) -> None:
        """Tell the sets: one of each kind of record."""
        told = ET.SubElement(self._root, _oai("ListSets"))
        for kind in KINDS:
            one = ET.SubElement(told, _oai("set"))
            _text(one, "setSpec", kind)
            _text(one, "setName", SET_NAMES[kind])

    def records(self, verb: str, records: list[Told], prefix: str) -> ET.Element:
        """Tell records whole, or by their heads where identifiers were asked for."""
        told = ET.SubElement(self._root, _oai(verb))
        for one in records:
            if verb == "ListIdentifiers":
                _head(told, one)
                continue
            record = ET.SubElement(told, _oai("record"))
            _head(record, one)
            if one.filed:
                held = ET.SubElement(record, _oai("metadata"))
                held.append(metadata(one.filed, prefix, one.permalink))
        return told

    def text(self) -> bytes:
        """The document."""
        text: bytes = ET.tostring(self._root, encoding="utf-8", xml_declaration=True)
        return text


def add_token(told: ET.Element, token: str) -> None:
    """Where the list goes on; an empty one ends a list that came in parts."""
    _text(told, "resumptionToken", token)


def second(moment: datetime) -> str:
    """A moment by the granularity of this repository."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _head(parent: ET.Element, one: Told) -> None:
    head = ET.SubElement(parent, _oai("header"))
    if one.filed is None:
        head.set("status", "deleted")
    _text(head, "identifier", one.identifier)
    _text(head, "datestamp", second(one.changed))
    _text(head, "setSpec", one.kind)


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _oai(name))
    element.text = NOT_IN_XML.sub("\ufffd", text)
    return element


def _oai(name: str) -> str:
    return f"{{{OAI}}}{name}"
