"""What kinds, facets and their values are called, in the reader's language.

Codes come from vocabularies (EU data-theme, access-right, EOSC); a code without a word of ours is
shown as it is.
"""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations

from officina_courses.model import Kind as PackageKind
from officina_hub.catalogue.organisations import organisation_titles
from officina_hub.portal.pages.eosc_words import region_name
from officina_hub.portal.pages.states import level_name
from officina_widgets.catalogue.facets import NO_LICENCE
from officina_widgets.catalogue.records import Kind, Record, Training

ICONS: dict[Kind, str] = {
    "organisation": "fa-building",
    "service": "fa-handshake",
    "dataset": "fa-table",
    "data_service": "fa-plug",
    "series": "fa-layer-group",
    "training": "fa-graduation-cap",
}


def kind_name(t: NullTranslations, kind: str) -> str:
    """One record of that kind."""
    return {
        "organisation": t.gettext("Organisation"),
        "service": t.gettext("Service"),
        "dataset": t.gettext("Dataset"),
        "data_service": t.gettext("Data service"),
        "series": t.gettext("Dataset series"),
        "training": t.gettext("Training"),
    }.get(kind, kind)


def facet_name(t: NullTranslations, facet: str) -> str:
    """The heading over a facet's values."""
    return {
        "kind": t.gettext("Kind"),
        "theme": t.gettext("Theme"),
        "sector": t.gettext("Sector"),
        "step": t.gettext("Data Lab step"),
        "factory": t.gettext("AI Factory"),
        "country": t.gettext("Country"),
        "publisher": t.gettext("Publisher"),
        "language": t.gettext("Language"),
        "licence": t.gettext("Licence"),
        "access": t.gettext("Access"),
        "format": t.gettext("Format"),
        "level": t.gettext("Level"),
        "trl": t.gettext("Technology readiness level"),
        "mode": t.gettext("How to get it"),
    }.get(facet, facet)


def theme_name(t: NullTranslations, code: str) -> str:
    """A theme of the EU vocabulary data-theme."""
    return {
        "AGRI": t.gettext("Agriculture, fisheries, forestry and food"),
        "ECON": t.gettext("Economy and finance"),
        "EDUC": t.gettext("Education, culture and sport"),
        "ENER": t.gettext("Energy"),
        "ENVI": t.gettext("Environment"),
        "GOVE": t.gettext("Government and public sector"),
        "HEAL": t.gettext("Health"),
        "INTR": t.gettext("International issues"),
        "JUST": t.gettext("Justice, legal system and public safety"),
        "OP_DATPRO": t.gettext("Provisional data"),
        "REGI": t.gettext("Regions and cities"),
        "SOCI": t.gettext("Population and society"),
        "TECH": t.gettext("Science and technology"),
        "TRAN": t.gettext("Transport"),
    }.get(code, code)


def sector_name(t: NullTranslations, sector: str) -> str:
    """One of the eight priority sectors."""
    return {
        "health": t.gettext("Health and life sciences"),
        "manufacturing": t.gettext("Manufacturing and robotics"),
        "public-administration": t.gettext("Public administration"),
        "cybersecurity": t.gettext("Cybersecurity"),
        "culture-languages": t.gettext("Culture and languages"),
        "science": t.gettext("Scientific research"),
        "climate-environment": t.gettext("Climate and environment"),
        "energy": t.gettext("Energy"),
    }.get(sector, sector)


def step_name(t: NullTranslations, step: str) -> str:
    """What a Data Lab does with data."""
    return {
        "discovery": t.gettext("Discovery"),
        "standardisation": t.gettext("Standardisation"),
        "cleaning": t.gettext("Cleaning"),
        "enrichment": t.gettext("Enrichment"),
        "pseudonymisation": t.gettext("Pseudonymisation"),
        "anonymisation": t.gettext("Anonymisation"),
        "synthetic-data": t.gettext("Synthetic data"),
        "governance": t.gettext("Governance and law"),
        "sharing": t.gettext("Sharing in data spaces"),
    }.get(step, step)


def access_name(t: NullTranslations, code: str) -> str:
    """Who may have it (EU vocabulary access-right)."""
    return {
        "PUBLIC": t.gettext("Public"),
        "RESTRICTED": t.gettext("Restricted"),
        "NON_PUBLIC": t.gettext("Not public"),
    }.get(code, code)


def mode_name(t: NullTranslations, code: str) -> str:
    """On what terms a service is given (EOSC access mode)."""
    return {
        "free": t.gettext("Free"),
        "free_conditionally": t.gettext("Free on conditions"),
        "paid": t.gettext("Paid"),
        "peer_reviewed": t.gettext("After peer review"),
        "other": t.gettext("Other terms"),
    }.get(code, code)


def value_name(t: NullTranslations, facet: str, value: str, *, language: str) -> str:
    """One value of a facet."""
    if facet == "country":
        return str(Locale.parse(language).territories.get(value, value))
    if facet == "language":
        return _language_name(value, language)
    if facet == "licence":
        return t.gettext("No licence: ask") if value == NO_LICENCE else licence_name(value)
    if facet == "factory":
        return organisation_titles().get(value, value)
    if facet == "level":
        return level_name(t, value)
    named = {
        "kind": kind_name,
        "theme": theme_name,
        "sector": sector_name,
        "step": step_name,
        "access": access_name,
        "mode": mode_name,
    }.get(facet)
    return named(t, value) if named else value


def gap_name(t: NullTranslations, field: str) -> str:
    """What a good description would have and this one lacks."""
    return {
        # Shorter ones stand there and say no more than the title.
        "description": t.gettext("a description of a sentence or more"),
        "licence": t.gettext("a licence"),
        "distributions": t.gettext("a way to get the data"),
        "distributions.format": t.gettext("the format of every file"),
        "publisher": t.gettext("a publisher"),
        "contact_point": t.gettext("whom to ask"),
        "keywords": t.gettext("keywords"),
        "themes": t.gettext("a theme"),
        "spatial": t.gettext("the place it is about"),
        "temporal_start": t.gettext("the time it covers"),
        "modified": t.gettext("when it was changed"),
        "frequency": t.gettext("how often it changes"),
        "endpoint_description": t.gettext("a description of its endpoint"),
        "serves_dataset": t.gettext("the datasets it serves"),
        "conforms_to": t.gettext("the standard it keeps to"),
        "landing_page": t.gettext("an address of its own"),
        "order_type": t.gettext("how to order it"),
        "trl": t.gettext("how ready the technology is"),
        "tagline": t.gettext("one sentence about it"),
        "languages": t.gettext("its language"),
        "target_users": t.gettext("for whom it is"),
        "audience": t.gettext("for whom it is"),
        "categories": t.gettext("a category"),
        "terms_of_use": t.gettext("terms of use"),
        "access_types": t.gettext("where it is given"),
        "educational_level": t.gettext("its level"),
        "authors": t.gettext("its authors"),
        "learning_resource_type": t.gettext("what kind of material it is"),
        "teaches": t.gettext("what one learns"),
        "time_required_minutes": t.gettext("how long it takes"),
        "country": t.gettext("its country"),
        "city": t.gettext("its city"),
    }.get(field, field.replace("_", " "))


class Names:
    """The words for one reader."""

    def __init__(self, t: NullTranslations, language: str) -> None:
        self._t = t
        self._language = language

    def facet(self, name: str) -> str:
        """What the facet is called."""
        return facet_name(self._t, name)

    def value(self, facet: str, value: str) -> str:
        """What one of its values is called."""
        return value_name(self._t, facet, value, language=self._language)

    def place(self, code: str) -> str:
        """A country or a region where something is offered."""
        return region_name(self._t, code) or self.value("country", code)

    def gap(self, field: str) -> str:
        """What is missing from a description."""
        return gap_name(self._t, field)

    def kind(self, record: Record) -> str:
        """What the record is."""
        return record_kind_name(self._t, record)


def licence_name(licence: str) -> str:
    """The licence's short name: the end of its IRI, or the SPDX id as it is."""
    return licence.rstrip("/").rpartition("/")[2] if "://" in licence else licence


def record_kind_name(t: NullTranslations, record: Record) -> str:
    """What this record is, a bit closer than its kind where the record tells."""
    if isinstance(record, Training):
        if record.package and record.package.kind != "course":
            return package_kind_name(t, record.package.kind)
        return {
            "material": t.gettext("Training material"),
            "course": t.gettext("Course"),
            "course-instance": t.gettext("Training event"),
        }[record.type]
    return kind_name(t, record.kind)


def package_kind_name(t: NullTranslations, kind: PackageKind) -> str:
    """What a course package carries."""
    return {
        "course": t.gettext("Course"),
        "interactive-tool": t.gettext("Interactive tool"),
        "data-pipeline": t.gettext("Data pipeline"),
    }[kind]


def _language_name(code: str, language: str) -> str:
    try:
        return Locale.parse(code).get_display_name(Locale.parse(language)) or code
    except (UnknownLocaleError, ValueError):
        return code
