"""Records in DCAT-AP 3.0.1's terms (SEMIC, release of 2025-07-10).

Datasets, series and data services are DCAT's own classes. An organisation is an agent, and what is
none of these is a dcat:Resource that also bears schema.org's name for it. What DCAT has no term
for is not there: record sets, the sector, the factory's id, and most of a service or a training;
Croissant and schema.org tell those.
"""

from __future__ import annotations

from typing import Any

from officina_hub.catalogue.writers.authority_iris import concept_iri, country_iri, language_iri
from officina_hub.catalogue.writers.dcat_parts import (
    agent,
    contact_point,
    distribution,
    licence,
    package,
    period,
    places,
)
from officina_hub.catalogue.writers.tree import (
    Tree,
    day,
    link,
    links,
    moment,
    pruned,
    text,
    texts,
    words,
)
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import (
    DataService,
    Dataset,
    DatasetSeries,
    Described,
    Organisation,
    Record,
    Service,
    Training,
)

CONTEXT: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes; it goes into every document, so that nobody has to fetch one."""


def described_thing(record: Record) -> Tree:
    """What the record describes."""
    return (link(record.iri) or {}) | pruned(_of_its_kind(record))


def catalog_record(filed: CatalogRecord, address: str) -> Tree:
    """dcat:CatalogRecord: what is known of the description."""
    known = filed.provenance
    return (link(address) or {}) | pruned(
        {
            "@type": "dcat:CatalogRecord",
            "foaf:primaryTopic": link(filed.record.iri),
            "dct:issued": moment(filed.added_at),
            "dct:modified": moment(filed.updated_at),
            "dct:source": link(known.address),
            "dct:license": licence(known.licence),
        }
    )


def _of_its_kind(record: Record) -> Tree:
    match record:
        case Dataset():
            return {"@type": "dcat:Dataset"} | _resource(record) | _dataset(record)
        case DatasetSeries():
            return {"@type": "dcat:DatasetSeries"} | _resource(record) | _covered(record)
        case DataService():
            return {"@type": "dcat:DataService"} | _resource(record) | _data_service(record)
        case Organisation():
            return _organisation(record)
        case Service():
            return {"@type": ["dcat:Resource", "schema:Service"]} | _resource(record)
        case Training():
            kind = "schema:Course" if record.type == "course" else "schema:LearningResource"
            own = {
                "dct:creator": [agent(each) for each in record.authors],
                "schema:encoding": package(record.package),
            }
            return {"@type": ["dcat:Resource", kind]} | _resource(record) | own


def _resource(record: Described) -> Tree:
    return {
        "dct:title": words(record.title),
        "dct:description": words(record.description),
        "dcat:keyword": texts(record.keywords),
        "dcat:theme": [link(concept_iri("data-theme", theme)) for theme in record.themes],
        "dct:language": [_language(each) for each in record.languages],
        "dct:publisher": agent(record.publisher),
        "dcat:contactPoint": contact_point(record.contact_point),
        "dcat:landingPage": link(record.landing_page),
        "dct:identifier": texts(record.identifiers),
        "dct:license": licence(record.licence),
        "dct:accessRights": link(concept_iri("access-right", record.access_rights)),
        "dcat:version": text(record.version),
        "dct:issued": day(record.issued),
        "dct:modified": day(record.modified),
    }


def _dataset(record: Dataset) -> Tree:
    return _covered(record) | {
        "dct:creator": [agent(each) for each in record.creator],
        "dcat:inSeries": link(record.in_series),
        "dct:conformsTo": links(record.conforms_to),
        "dct:provenance": _provenance(record),
        "dct:bibliographicCitation": text(record.cite_as),
        "dcat:distribution": [distribution(each) for each in record.distributions],
    }


def _covered(record: Dataset | DatasetSeries) -> Tree:
    frequency = record.frequency
    return {
        "dct:accrualPeriodicity": link(concept_iri("frequency", frequency)),
        "dct:spatial": places(record),
        "dct:temporal": period(record),
    }


def _data_service(record: DataService) -> Tree:
    return {
        "dcat:endpointURL": link(record.endpoint_url),
        "dcat:endpointDescription": link(record.endpoint_description),
        "dcat:servesDataset": links(record.serves_dataset),
        "dct:conformsTo": links(record.conforms_to),
    }


def _organisation(record: Organisation) -> Tree:
    return {
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": words(record.title),
        "dct:description": words(record.description),
        "foaf:homepage": link(record.landing_page),
        "dct:identifier": texts(record.identifiers),
        "dct:spatial": link(country_iri(record.country)),
        "dcat:contactPoint": contact_point(record.contact_point),
        "foaf:based_near": _city(record),
    }


def _city(record: Organisation) -> Tree | None:
    return {"skos:prefLabel": text(record.city)} if record.city else None


def _language(code: str) -> Any:
    return link(language_iri(code)) or code


def _provenance(record: Dataset) -> Tree | None:
    told = words(record.provenance)
    return {"@type": "dct:ProvenanceStatement", "rdfs:label": told} if told else None
