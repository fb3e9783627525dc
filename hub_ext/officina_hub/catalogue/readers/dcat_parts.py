"""The parts of a DCAT-AP record: agents, contact points and distributions, as values of fields."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final
from urllib.parse import unquote

from rdflib import Namespace
from rdflib.namespace import DCTERMS, FOAF, ODRL2, RDF

from officina_hub.catalogue.readers.authority import file_type_of, media_type_of
from officina_hub.catalogue.readers.checksums import put_checksum
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.rdf_thing import DCAT, Thing

SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
LONGEST_NUMBER: Final = 30
Values = dict[str, Any]


def agent(thing: Thing, draft: Draft, field: str) -> Values | None:
    """foaf:Agent; where only its IRI is given, that stands for the name."""
    part = draft.inside(field)
    part.short("name", thing.name or thing.text)
    part.put("iri", thing.iri)
    part.address("homepage", thing.one(FOAF.homepage))
    if thing.iri and not thing.name:
        part.note("name", "its name is not in the file, so its IRI stands for it")
    return part.values if "name" in part.values else None


def contact_point(thing: Thing, draft: Draft) -> Values:
    """vcard:Kind."""
    part = draft.inside("contact_point")
    part.short("name", thing.one(VCARD.fn, VCARD["organization-name"]) or thing.name)
    part.put("email", _email(thing.one(VCARD.hasEmail, VCARD.email) or ""))
    part.address("url", thing.one(VCARD.hasURL, VCARD.url))
    return part.values


def _email(raw: str) -> str:
    """The address; of a ``mailto:`` link without what that would put into the mail (RFC 6068)."""
    scheme, colon, rest = raw.strip().partition(":")
    if colon and scheme.lower() == "mailto":
        return unquote(rest.partition("?")[0]).strip()
    return raw.strip()


def distribution(thing: Thing, draft: Draft, number: int) -> Values | None:
    """dcat:Distribution; without any address it leads nowhere and is left out."""
    part = draft.inside(f"distributions/{number}")
    downloads = thing.one(DCAT.downloadURL)
    part.address("access_url", thing.one(DCAT.accessURL) or downloads)
    if "access_url" not in part.values:
        draft.note("distributions", f"number {number} has no dcat:accessURL and is left out")
        return None
    part.address("download_url", downloads)
    part.words("title", thing.tagged(DCTERMS.title))
    part.words("description", thing.tagged(DCTERMS.description))
    _format(thing, part)
    licence = thing.one(DCTERMS.license)
    part.short("licence", licence_of(licence) if licence else None)
    part.put("byte_size", _whole_number(thing.one(DCAT.byteSize)))
    checksum = thing.first(SPDX.checksum)
    if checksum:
        _checksum(checksum, part)
    service = thing.first(DCAT.accessService)
    part.put("access_service", service.iri if service else None)
    policy = thing.first(ODRL2.hasPolicy)
    part.put("has_policy", json.dumps({"@id": policy.iri}) if policy and policy.iri else None)
    if policy and not policy.iri:
        part.note("has_policy", "a policy that is written out and has no IRI is left out")
    return part.values


def _format(thing: Thing, part: Draft) -> None:
    # Some give a node of their own whose label is the format's name.
    formats = [
        text
        for each in thing.things(DCTERMS["format"])
        for text in (each.text, each.name, each.one(RDF.value))
        if text
    ]
    media_types = thing.texts(DCAT.mediaType)
    known = (code for raw in (*formats, *media_types) if (code := file_type_of(raw)))
    part.put("format", next(known, None))
    types = (name for raw in (*media_types, *formats) if (name := media_type_of(raw)))
    part.put("media_type", next(types, None))
    compressed = thing.one(DCAT.compressFormat)
    part.put("compress_format", media_type_of(compressed) if compressed else None)
    if formats and "format" not in part.values:
        part.note("format", f"{formats[0][:80]!r} is no file type known here and is left out")


def _whole_number(raw: str | None) -> int | str | None:
    """Digit for digit: files are larger than 2^53 bytes before long, where floats have gaps."""
    try:
        number = Decimal(raw) if raw and len(raw) < LONGEST_NUMBER else None
        # Of 1E+999999999 an int would be as long as that says.
        return raw if number is None or number.adjusted() >= LONGEST_NUMBER else int(number)
    except (ArithmeticError, ValueError):
        return raw


def _checksum(thing: Thing, part: Draft) -> None:
    put_checksum(part, thing.one(SPDX.algorithm) or "", thing.one(SPDX.checksumValue) or "")
