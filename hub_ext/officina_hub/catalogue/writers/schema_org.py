"""A record in schema.org's terms, so that search engines and other catalogues understand its page.

Types and properties: schema.org's Dataset, WebAPI, Service, Organization, and for training
Bioschemas' TrainingMaterial 1.0, Course 1.0 and CourseInstance 1.0, which are profiles of
LearningResource, Course and CourseInstance.
"""

from __future__ import annotations

from typing import Any, Final

from officina_hub.catalogue.writers.authority_iris import licence_iri
from officina_hub.catalogue.writers.schema_org_training import training
from officina_hub.catalogue.writers.schema_org_words import agent, duration_of_data, worded
from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_widgets.catalogue.records import (
    DataService,
    Dataset,
    Distribution,
    Organisation,
    Record,
    Service,
    Training,
)

TYPES: Final = {
    "organisation": "Organization",
    "service": "Service",
    "dataset": "Dataset",
    "data_service": "WebAPI",
    "series": "Dataset",
    "training": "LearningResource",
}
CONTEXT: Final = ["https://schema.org/", {"dct": "http://purl.org/dc/terms/"}]
MOST_VARIABLES: Final = 200


def as_schema_org(record: Record, *, url: str) -> Tree:
    """The document; ``url`` is the page of the record."""
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": TYPES[record.kind],
        "@id": record.iri,
        "url": record.landing_page or url,
        "mainEntityOfPage": url,
        "name": worded(record.title),
        "description": worded(record.description),
        "keywords": list(record.keywords),
        "identifier": list(record.identifiers),
        "license": licence_iri(record.licence) or record.licence,
        "version": record.version,
        "inLanguage": list(record.languages),
        "datePublished": record.issued.isoformat() if record.issued else None,
        "dateModified": record.modified.isoformat() if record.modified else None,
        "publisher": agent(record.publisher),
        "conditionsOfAccess": record.access_rights,
        **_own(record),
    }
    return pruned(document)


def _own(record: Record) -> Tree:
    match record:
        case Dataset():
            return _dataset(record)
        case Training():
            return training(record)
        case Service():
            return _service(record)
        case DataService():
            return {"documentation": record.endpoint_description}
        case Organisation():
            return _organisation(record)
    return {}


def _dataset(record: Dataset) -> Tree:
    columns = [field.name for table in record.record_sets for field in table.fields]
    return {
        "creator": [agent(one) for one in record.creator],
        "creditText": record.cite_as,
        "distribution": [_download(one) for one in record.distributions],
        "isPartOf": record.in_series,
        "spatialCoverage": list(record.spatial),
        "temporalCoverage": duration_of_data(record.temporal_start, record.temporal_end),
        "variableMeasured": columns[:MOST_VARIABLES],
    }


def _service(record: Service) -> Tree:
    channel = {"@type": "ServiceChannel", "serviceUrl": record.order_url}
    return {
        "slogan": worded(record.tagline),
        "category": list(record.categories),
        "provider": agent(record.publisher),
        "audience": [{"@type": "Audience", "audienceType": one} for one in record.target_users],
        "areaServed": list(record.geographical_availabilities),
        "termsOfService": record.terms_of_use,
        "availableChannel": channel if record.order_url else None,
    }


def _organisation(record: Organisation) -> Tree:
    place = pruned({"addressLocality": record.city, "addressCountry": record.country})
    return {
        "address": {"@type": "PostalAddress"} | place if place else None,
        "parentOrganization": agent(record.host),
    }


def _download(one: Distribution) -> Tree:
    return pruned(
        {
            "@type": "DataDownload",
            "name": worded(one.title),
            "contentUrl": one.download_url or one.access_url,
            "encodingFormat": one.media_type or one.format,
            "contentSize": f"{one.byte_size} B" if one.byte_size is not None else None,
            "sha256": _sha256(one),
            "license": licence_iri(one.licence) or one.licence,
        }
    )


def _sha256(one: Distribution) -> str | None:
    checksum = one.checksum
    return checksum.checksum_value if checksum and checksum.algorithm == "sha256" else None
