"""The forms in which a record, or a page of the whole catalogue, is given to others."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from officina_hub.catalogue.writers.catalogue_page import CataloguePage
from officina_hub.catalogue.writers.croissant import CONFORMS_TO, as_croissant
from officina_hub.catalogue.writers.dcat import CONTEXT, catalog_record, described_thing
from officina_hub.catalogue.writers.rdf_text import Syntax, as_text
from officina_hub.catalogue.writers.schema_org import as_schema_org
from officina_hub.catalogue.writers.tree import Tree
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset, Record
from officina_widgets.finding.citation import citation_of
from officina_widgets.finding.citation_forms import bibtex_of, csl_item

LINKED_DATA: Final = "application/ld+json"


class Form(NamedTuple):
    """``ending`` is that of its address; ``profile`` tells JSON-LD of one kind from another."""

    ending: str
    name: str
    media_type: str
    profile: str = ""

    @property
    def content_type(self) -> str:
        """As it stands in the header of an answer."""
        told = f'; profile="{self.profile}"' if self.profile else ""
        return self.media_type + (told or _charset(self.media_type))


TURTLE: Final = Form("ttl", "Turtle", "text/turtle")
RDF_XML: Final = Form("rdf", "RDF/XML", "application/rdf+xml")
JSON_LD: Final = Form("jsonld", "JSON-LD", LINKED_DATA)
CROISSANT: Final = Form("croissant.json", "Croissant", LINKED_DATA, CONFORMS_TO)
SCHEMA_ORG: Final = Form("schema.json", "schema.org", LINKED_DATA, "https://schema.org/")
CSL_JSON: Final = Form("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json")
BIBTEX: Final = Form("bib", "BibTeX", "application/x-bibtex")
CITATION: Final = Form("txt", "Citation", "text/x-bibliography")

DATA_FORMS: Final = (TURTLE, RDF_XML, JSON_LD, CROISSANT, SCHEMA_ORG)
CITATION_FORMS: Final = (CSL_JSON, BIBTEX, CITATION)
"""The media types are those by which DOIs are asked for citations."""
FORMS: Final = (*DATA_FORMS, *CITATION_FORMS)
"""Of a record. Where somebody takes several alike, the first of them is given."""

CATALOGUE_FORMS: Final = (TURTLE, RDF_XML, JSON_LD)
SYNTAXES: Final[dict[Form, Syntax]] = {TURTLE: "turtle", RDF_XML: "xml", JSON_LD: "json-ld"}


def forms_of(record: Record) -> tuple[Form, ...]:
    """Those that a record of its kind has: Croissant is for datasets."""
    return tuple(one for one in FORMS if one != CROISSANT or isinstance(record, Dataset))


def record_as(form: Form, filed: CatalogRecord, *, url: str) -> bytes:
    """A record in one of ``forms_of`` it; ``url`` is its permalink."""
    record = filed.record
    if form in CITATION_FORMS:
        return _citation(form, record)
    if form == SCHEMA_ORG:
        return _json(as_schema_org(record, url=url))
    if form == CROISSANT and isinstance(record, Dataset):
        return _json(as_croissant(record, url=url))
    return as_text([described_thing(record), catalog_record(filed, url)], CONTEXT, SYNTAXES[form])


def catalogue_as(form: Form, page: CataloguePage) -> bytes:
    """A page of the catalogue in one of ``CATALOGUE_FORMS``."""
    return as_text(page.trees(), CONTEXT, SYNTAXES[form])


def _citation(form: Form, record: Record) -> bytes:
    if form == CSL_JSON:
        return _json(csl_item(record))
    return (bibtex_of(record) if form == BIBTEX else f"{citation_of(record)}\n").encode()


def _json(document: Tree) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _charset(media_type: str) -> str:
    return "; charset=utf-8" if media_type.startswith("text/") else ""
