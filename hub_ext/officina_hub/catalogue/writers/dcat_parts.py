"""The parts of a DCAT-AP record: agents, contact points, licences, places and distributions."""

from __future__ import annotations

import json

from officina_hub.catalogue.writers.authority_iris import (
    concept_iri,
    country_iri,
    licence_iri,
    media_type_iri,
)
from officina_hub.catalogue.writers.schema_org_training import PACKAGE_KINDS, PACKAGE_TYPE
from officina_hub.catalogue.writers.tree import (
    Tree,
    day,
    is_iri,
    link,
    pruned,
    text,
    typed,
    words,
)
from officina_widgets.catalogue.records import (
    Agent,
    ContactPoint,
    Dataset,
    DatasetSeries,
    Distribution,
    PackageLink,
)

SPDX = "http://spdx.org/rdf/terms#"


def agent(told: Agent | None) -> Tree | None:
    """foaf:Agent; an IRI that stands for a name that nobody knows is no name."""
    if told is None:
        return None
    return (link(told.iri) or {}) | pruned(
        {
            "@type": "foaf:Agent",
            "foaf:name": text(told.name) if told.name != told.iri else None,
            "foaf:homepage": link(told.homepage),
        }
    )


def contact_point(told: ContactPoint | None) -> Tree | None:
    """vcard:Kind."""
    if told is None:
        return None
    found = pruned(
        {
            "vcard:fn": text(told.name),
            "vcard:hasEmail": link(f"mailto:{told.email}" if told.email else None),
            "vcard:hasURL": link(told.url),
        }
    )
    return {"@type": "vcard:Kind"} | found if found else None


def licence(told: str | None) -> Tree | None:
    """dct:LicenseDocument by its IRI, or by what it calls itself."""
    if not told:
        return None
    address = licence_iri(told) or (told if is_iri(told) else None)
    return link(address) or {"@type": "dct:LicenseDocument", "rdfs:label": text(told)}


def places(record: Dataset | DatasetSeries) -> list[Tree]:
    """dct:Location by IRI or name; the country among them where it is known."""
    found = [link(each) if is_iri(each) else _named_place(each) for each in record.spatial]
    country = link(country_iri(record.country))
    if country and country not in found:
        found.append(country)
    return [each for each in found if each]


def period(record: Dataset | DatasetSeries) -> Tree | None:
    """dct:PeriodOfTime."""
    found = pruned(
        {"dcat:startDate": day(record.temporal_start), "dcat:endDate": day(record.temporal_end)}
    )
    return {"@type": "dct:PeriodOfTime"} | found if found else None


def distribution(one: Distribution) -> Tree:
    """dcat:Distribution."""
    return pruned(
        {
            "@type": "dcat:Distribution",
            "dct:title": words(one.title),
            "dct:description": words(one.description),
            "dcat:accessURL": link(one.access_url),
            "dcat:downloadURL": link(one.download_url),
            "dct:format": _format(one.format),
            "dcat:mediaType": link(media_type_iri(one.media_type)),
            "dcat:compressFormat": link(media_type_iri(one.compress_format)),
            "dcat:byteSize": typed(str(one.byte_size), "xsd:nonNegativeInteger")
            if one.byte_size is not None
            else None,
            "spdx:checksum": _checksum(one),
            "dct:license": licence(one.licence),
            "dcat:accessService": link(one.access_service),
            "odrl:hasPolicy": _policy(one.has_policy),
        }
    )


def package(told: PackageLink | None) -> Tree | None:
    """schema:MediaObject, because a course has no distributions in DCAT's sense."""
    if told is None:
        return None
    return {
        "@type": "schema:MediaObject",
        "schema:contentUrl": link(told.address),
        "schema:encodingFormat": PACKAGE_TYPE,
        "schema:contentSize": f"{told.bytes} B",
        "schema:sha256": told.sha256,
        "schema:version": text(told.version),
        "schema:additionalType": link(f"{PACKAGE_KINDS}{told.kind}"),
    }


def _named_place(name: str) -> Tree:
    return {"@type": "dct:Location", "skos:prefLabel": text(name)}


def _format(code: str | None) -> Tree | str | None:
    return link(concept_iri("file-type", code)) or text(code)


def _checksum(one: Distribution) -> Tree | None:
    if one.checksum is None:
        return None
    return {
        "@type": "spdx:Checksum",
        "spdx:algorithm": link(f"{SPDX}checksumAlgorithm_{one.checksum.algorithm}"),
        "spdx:checksumValue": typed(one.checksum.checksum_value, "xsd:hexBinary"),
    }


def _policy(told: str | None) -> Tree | None:
    """The policy by its IRI; one that is written out has a place only in a catalogue of offers."""
    try:
        policy = json.loads(told) if told else None
    except json.JSONDecodeError:
        return None
    address = policy.get("@id") if isinstance(policy, dict) else None
    return link(address) if isinstance(address, str) and is_iri(address) else None
