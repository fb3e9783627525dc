"""A record as schema.org JSON-LD, so that search engines and other catalogues understand its page.

Types and properties: schema.org's Dataset, DataCatalog's parts, Service, Organization and
LearningResource (Bioschemas TrainingMaterial 1.0 and Course 1.0 are profiles of the last).
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from officina_hub.portal.pages.structured import ESCAPES
from officina_widgets.catalogue.records import (
    Agent,
    Dataset,
    Distribution,
    Organisation,
    Record,
    Service,
    Training,
)
from officina_widgets.catalogue.words import UNTAGGED

TYPES = {
    "organisation": "Organization",
    "service": "Service",
    "dataset": "Dataset",
    "data_service": "WebAPI",
    "series": "Dataset",
    "training": "LearningResource",
}


def record_json_ld(record: Record, *, url: str) -> Markup:
    """The data block of a record's page."""
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[record.kind],
        "@id": record.iri,
        "url": record.landing_page or url,
        "mainEntityOfPage": url,
        "name": _texts(record.title),
        "description": _texts(record.description),
        "keywords": list(record.keywords),
        "identifier": list(record.identifiers),
        "license": record.licence,
        "version": record.version,
        "inLanguage": list(record.languages),
        "datePublished": record.issued.isoformat() if record.issued else None,
        "dateModified": record.modified.isoformat() if record.modified else None,
        "publisher": _agent(record.publisher),
        **_own(record),
    }
    full = {key: value for key, value in document.items() if value not in ([], "", None)}
    text = json.dumps(full, ensure_ascii=False).translate(ESCAPES)
    return Markup(text)  # noqa: S704 - the three characters that HTML minds are escaped above


def _own(record: Record) -> dict[str, Any]:
    match record:
        case Dataset():
            return {
                "creator": [_agent(one) for one in record.creator],
                "distribution": [_download(one) for one in record.distributions],
                "spatialCoverage": list(record.spatial),
            }
        case Training():
            minutes = record.time_required_minutes
            return {
                "@type": "Course" if record.type == "course" else "LearningResource",
                "author": [_agent(one) for one in record.authors],
                "educationalLevel": record.educational_level,
                "teaches": list(record.teaches),
                "competencyRequired": list(record.competency_required),
                "timeRequired": f"PT{minutes}M" if minutes else None,
            }
        case Service():
            return {"category": list(record.categories), "provider": _agent(record.publisher)}
        case Organisation():
            return {"location": record.city, "areaServed": record.country}
    return {}


def _texts(words: dict[str, str]) -> list[Any] | str:
    """Language-tagged values as JSON-LD 1.1 writes them; one untagged text stays a string."""
    if set(words) == {UNTAGGED}:
        return words[UNTAGGED]
    return [
        {"@value": text} | ({} if language == UNTAGGED else {"@language": language})
        for language, text in words.items()
    ]


def _agent(agent: Agent | None) -> dict[str, Any] | None:
    if agent is None:
        return None
    more = {"@id": agent.iri, "url": agent.homepage}
    found = {"@type": "Organization", "name": agent.name, **more}
    return {key: value for key, value in found.items() if value}


def _download(one: Distribution) -> dict[str, Any]:
    found = {
        "@type": "DataDownload",
        "contentUrl": one.download_url or one.access_url,
        "encodingFormat": one.media_type or one.format,
        "contentSize": f"{one.byte_size} B" if one.byte_size is not None else None,
        "sha256": _sha256(one),
        "license": one.licence,
    }
    return {key: value for key, value in found.items() if value}


def _sha256(one: Distribution) -> str | None:
    is_known = one.checksum is not None and one.checksum.algorithm == "sha256"
    return one.checksum.checksum_value if is_known and one.checksum else None
