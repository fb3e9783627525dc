"""Records in the forms that others read: DCAT-AP, Croissant, schema.org, citations.

Each form of data is a tree of JSON-LD first: plain objects with ``@id``, ``@type``, ``@value`` and
``@language``. JSON-LD is that tree as text; Turtle and RDF/XML are its triples.
"""

from __future__ import annotations

from officina_hub.catalogue.writers.catalogue_page import CataloguePage
from officina_hub.catalogue.writers.forms import (
    CATALOGUE_FORMS,
    DATA_FORMS,
    FORMS,
    Form,
    catalogue_as,
    forms_of,
    record_as,
)

__all__ = [
    "CATALOGUE_FORMS",
    "DATA_FORMS",
    "FORMS",
    "CataloguePage",
    "Form",
    "catalogue_as",
    "forms_of",
    "record_as",
]
