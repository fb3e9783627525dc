"""DCAT-AP 3.0.1's terms into the fields of records (SEMIC, release of 2025-07-10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS, SKOS

from officina_hub.catalogue.readers.authority import (
    access_of,
    country_of,
    frequency_of,
    language_of,
    theme_of,
)
from officina_hub.catalogue.readers.dcat_parts import agent, contact_point, distribution
from officina_hub.catalogue.readers.draft import Draft, Tagged
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.package import Encoding, package
from officina_hub.catalogue.readers.rdf_thing import DCAT, Thing

Mapper = Callable[[Thing, Draft], None]

ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
SCHEMA: Final = Namespace("http://schema.org/")
EU_THEME: Final = "/authority/data-theme/"
VERSIONS: Final = (DCAT.version, OWL.versionInfo, URIRef("http://purl.org/pav/version"))


def dataset(thing: Thing, draft: Draft) -> None:
    """dcat:Dataset."""
    described(thing, draft)
    covered(thing, draft)
    found = draft.bounded(
        "distributions", thing.things(DCAT.distribution), draft.limits.distributions
    )
    parts = (distribution(each, draft, number) for number, each in enumerate(found))
    draft.put("distributions", [part for part in parts if part])
    creators = (agent(each, draft, "creator") for each in thing.things(DCTERMS.creator))
    draft.put("creator", draft.bounded("creator", [each for each in creators if each]))
    draft.address("in_series", thing.one(DCAT.inSeries))
    draft.put("conforms_to", draft.bounded("conforms_to", iris(thing, DCTERMS.conformsTo)))
    draft.words("provenance", provenance_texts(thing))
    draft.text("cite_as", thing.one(DCTERMS.bibliographicCitation))


def series(thing: Thing, draft: Draft) -> None:
    """dcat:DatasetSeries."""
    described(thing, draft)
    covered(thing, draft)


def data_service(thing: Thing, draft: Draft) -> None:
    """dcat:DataService."""
    described(thing, draft)
    draft.address("endpoint_url", thing.one(DCAT.endpointURL))
    draft.address("endpoint_description", thing.one(DCAT.endpointDescription))
    draft.put("serves_dataset", draft.bounded("serves_dataset", iris(thing, DCAT.servesDataset)))
    draft.put("conforms_to", draft.bounded("conforms_to", iris(thing, DCTERMS.conformsTo)))


def course(thing: Thing, draft: Draft) -> None:
    """dcat:Resource that is a schema:Course."""
    draft.put("type", "course")
    material(thing, draft)


def material(thing: Thing, draft: Draft) -> None:
    """dcat:Resource that is to be learned from."""
    described(thing, draft)
    authors = (agent(each, draft, "authors") for each in thing.things(DCTERMS.creator))
    draft.put("authors", draft.bounded("authors", [each for each in authors if each]))
    package((encoding(each) for each in thing.things(SCHEMA.encoding)), draft)


def encoding(thing: Thing) -> Encoding:
    """A file of a training."""
    return Encoding(
        thing.one(SCHEMA.contentUrl),
        thing.one(SCHEMA.encodingFormat),
        thing.one(SCHEMA.contentSize),
        thing.one(SCHEMA.sha256),
        thing.one(SCHEMA.version),
        thing.one(SCHEMA.additionalType),
    )


def described(thing: Thing, draft: Draft) -> None:
    """What all three have."""
    draft.words("title", thing.tagged(DCTERMS.title))
    draft.words("description", thing.tagged(DCTERMS.description))
    draft.shorts("keywords", thing.texts(DCAT.keyword))
    themes = [theme for theme in thing.texts(DCAT.theme) if EU_THEME in theme]
    draft.codes("themes", themes, theme_of)
    draft.codes("languages", thing.texts(DCTERMS.language), language_of)
    publisher = thing.first(DCTERMS.publisher)
    draft.put("publisher", agent(publisher, draft, "publisher") if publisher else None)
    contact = thing.first(DCAT.contactPoint)
    draft.put("contact_point", contact_point(contact, draft) if contact else None)
    draft.address("landing_page", thing.one(DCAT.landingPage))
    draft.shorts("identifiers", identifiers(thing))
    licence = thing.one(DCTERMS.license)
    draft.short("licence", licence_of(licence) if licence else None)
    draft.code("access_rights", thing.texts(DCTERMS.accessRights), access_of)
    draft.short("version", thing.one(*VERSIONS))
    draft.day("issued", thing.one(DCTERMS.issued))
    draft.day("modified", thing.one(DCTERMS.modified))


def covered(thing: Thing, draft: Draft) -> None:
    """Of which place and time it tells, and how often anew."""
    draft.code("frequency", thing.texts(DCTERMS.accrualPeriodicity), frequency_of)
    places = thing.things(DCTERMS.spatial)
    draft.shorts("spatial", [place.name or place.iri or "" for place in places])
    countries = [code for place in places if (code := country_of(place.iri or ""))]
    draft.put("country", countries[0] if len(countries) == 1 else None)
    period = thing.first(DCTERMS.temporal)
    if period:
        draft.day("temporal_start", period.one(DCAT.startDate, SCHEMA.startDate))
        draft.day("temporal_end", period.one(DCAT.endDate, SCHEMA.endDate), is_end=True)


def identifiers(thing: Thing) -> list[str]:
    """dct:identifier, and the notations of adms:identifier."""
    others = (
        identifier.one(SKOS.notation) or identifier.iri
        for identifier in thing.things(ADMS.identifier)
    )
    return [*thing.texts(DCTERMS.identifier), *filter(None, others)]


def iris(thing: Thing, term: URIRef) -> list[str]:
    """What the term leads to and has a name."""
    return [iri for each in thing.things(term) if (iri := each.iri)]


def provenance_texts(thing: Thing) -> list[Tagged]:
    """What is told of where the data came from."""
    told = [thing.tagged(DCTERMS.provenance)]
    told += [each.tagged(RDFS.label) for each in thing.things(DCTERMS.provenance)]
    return [text for texts in told for text in texts]
