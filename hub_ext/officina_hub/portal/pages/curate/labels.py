"""What the fields of a record are called on a curator's form, with help and an example."""

from __future__ import annotations

from typing import Final

from babel.support import NullTranslations

EXAMPLES: Final = {
    "iri": "https://example.org/data/1",
    "landing_page": "https://example.org/data/1.html",
    "keywords": "weather\nwind",
    "identifiers": "https://doi.org/10.5281/zenodo.1234567",
    "licence": "CC-BY-4.0",
    "issued": "2026-03-31",
    "modified": "2026-03-31",
    "temporal_start": "2020-01-01",
    "temporal_end": "2025-12-31",
    "email": "desk@example.org",
    "format": "CSV",
    "media_type": "text/csv",
    "byte_size": "1500000",
    "access_url": "https://example.org/data/1.csv",
    "trl": "9",
    "starts_at": "2026-03-31 · 2026-03-31T09:00+02:00",
    "ends_at": "2026-03-31 · 2026-03-31T16:00+02:00",
    "time_required_minutes": "90",
    "conforms_to": "https://www.opengis.net/def/serviceType/ogc/wms",
}


def label_of(t: NullTranslations, name: str) -> str:
    """What the field is called."""
    return {
        "iri": t.gettext("Identifier (IRI)"),
        "title": t.gettext("Title"),
        "description": t.gettext("Description"),
        "tagline": t.gettext("One sentence about it"),
        "keywords": t.gettext("Keywords"),
        "themes": t.gettext("Themes"),
        "sectors": t.gettext("Sectors"),
        "steps": t.gettext("Data Lab steps"),
        "languages": t.gettext("Languages"),
        "publisher": t.gettext("Publisher"),
        "factory": t.gettext("AI Factory"),
        "country": t.gettext("Country"),
        "contact_point": t.gettext("Contact"),
        "landing_page": t.gettext("Its own page"),
        "identifiers": t.gettext("Identifiers"),
        "licence": t.gettext("Licence"),
        "access_rights": t.gettext("Access"),
        "version": t.gettext("Version"),
        "issued": t.gettext("Issued"),
        "modified": t.gettext("Changed"),
        "name": t.gettext("Name"),
        "homepage": t.gettext("Home page"),
        "email": t.gettext("E-mail address"),
        "url": t.gettext("Address on the web"),
        "text": t.gettext("Text"),
        "language": t.gettext("Language of the text"),
    }.get(name) or _label_of_kind(t, name)


def _label_of_kind(t: NullTranslations, name: str) -> str:
    return {
        "role": t.gettext("Role"),
        "city": t.gettext("City"),
        "host": t.gettext("Hosted by"),
        "partner_countries": t.gettext("Partner countries"),
        "systems": t.gettext("Systems"),
        "linked_factories": t.gettext("Linked AI Factories"),
        "categories": t.gettext("Categories"),
        "scientific_domains": t.gettext("Scientific domains"),
        "target_users": t.gettext("For whom"),
        "eligibility": t.gettext("Who may have it"),
        "trl": t.gettext("Technology readiness level"),
        "access_types": t.gettext("Where it is given"),
        "access_modes": t.gettext("How to get it"),
        "order_type": t.gettext("How it is ordered"),
        "order_url": t.gettext("Where it is ordered"),
        "life_cycle_status": t.gettext("Stage of its life"),
        "cost_note": t.gettext("Cost"),
        "geographical_availabilities": t.gettext("Countries it is offered in"),
        "sla": t.gettext("Service level"),
        "terms_of_use": t.gettext("Terms of use"),
        "privacy_policy": t.gettext("Privacy policy"),
        "user_manual": t.gettext("User manual"),
        "helpdesk_email": t.gettext("Help desk"),
        "type": t.gettext("What it is"),
        "authors": t.gettext("Authors"),
        "educational_level": t.gettext("Level"),
        "audience": t.gettext("For whom"),
        "teaches": t.gettext("What one learns"),
        "competency_required": t.gettext("What one should know"),
        "learning_resource_type": t.gettext("Kind of material"),
        "time_required_minutes": t.gettext("Working time in minutes"),
        "instances": t.gettext("When it is held"),
        "starts_at": t.gettext("Begins"),
        "ends_at": t.gettext("Ends"),
        "course_mode": t.gettext("How it is held"),
        "location": t.gettext("Place"),
        "seats": t.gettext("Seats"),
    }.get(name) or _label_of_data(t, name)


def _label_of_data(t: NullTranslations, name: str) -> str:
    return {
        "creator": t.gettext("Made by"),
        "distributions": t.gettext("Files and addresses"),
        "access_url": t.gettext("Address"),
        "download_url": t.gettext("Address of the file itself"),
        "format": t.gettext("Format"),
        "media_type": t.gettext("Media type"),
        "compress_format": t.gettext("Compressed as"),
        "byte_size": t.gettext("Size in bytes"),
        "checksum": t.gettext("Checksum"),
        "algorithm": t.gettext("Algorithm"),
        "checksum_value": t.gettext("Value"),
        "access_service": t.gettext("Service that gives it"),
        "has_policy": t.gettext("Policy"),
        "record_sets": t.gettext("Tables in it"),
        "id": t.gettext("Short name"),
        "fields": t.gettext("Columns"),
        "data_type": t.gettext("Type"),
        "croissant": t.gettext("Croissant description"),
        "as_croissant": t.gettext("What else Croissant tells of it (JSON-LD)"),
        "in_series": t.gettext("Series it belongs to"),
        "conforms_to": t.gettext("Standards it keeps to"),
        "frequency": t.gettext("How often it changes"),
        "spatial": t.gettext("Where it is about"),
        "temporal_start": t.gettext("Covers the time from"),
        "temporal_end": t.gettext("Covers the time until"),
        "provenance": t.gettext("Provenance"),
        "cite_as": t.gettext("How to cite it"),
        "endpoint_url": t.gettext("Endpoint"),
        "endpoint_description": t.gettext("Description of the endpoint"),
        "serves_dataset": t.gettext("Datasets it serves"),
    }.get(name, name.replace("_", " "))


def help_of(t: NullTranslations, name: str) -> str:
    """What to write there, where the label alone does not tell."""
    return {
        "iri": t.gettext(
            "The address that names the thing for good. It cannot be changed later; its own page "
            "will do."
        ),
        "title": t.gettext("What the thing is called, in each language in which it has a name."),
        "description": t.gettext(
            "What it is, for whom, and what one can do with it. Forty characters at least; an "
            "empty line begins a paragraph."
        ),
        "factory": t.gettext("The AI Factory that offers it."),
        "languages": t.gettext("Of the thing itself, not of this description."),
        "licence": t.gettext(
            "The short name of SPDX's list, or the licence's address. Without one nobody may "
            "reuse it."
        ),
        "identifiers": t.gettext("Such as its DOI."),
        "trl": t.gettext("From 1, an idea, to 9, proven in use."),
        "sla": t.gettext("The page that tells what is promised."),
        "eligibility": t.gettext("Conditions that somebody who asks for it has to meet."),
        "download_url": t.gettext("Where a program gets it in one step."),
        "has_policy": t.gettext("Conditions of use in ODRL, as JSON-LD."),
        "in_series": t.gettext("The identifier (IRI) of the series."),
        "serves_dataset": t.gettext("Their identifiers (IRI)."),
        "contact_point": t.gettext("Whom people ask. A team's address outlives a person's."),
    }.get(name, "")


def choice_name(t: NullTranslations, field: str, code: str) -> str:
    """What one of a field's few choices is called."""
    return {
        ("role", "ai-factory"): t.gettext("AI Factory"),
        ("role", "antenna"): t.gettext("AI Factory Antenna"),
        ("role", "provider"): t.gettext("Provider"),
        ("type", "material"): t.gettext("Training material"),
        ("type", "course"): t.gettext("Course"),
        ("type", "course-instance"): t.gettext("Training event"),
        ("access_types", "mail_in"): t.gettext("By mail"),
        ("access_types", "physical"): t.gettext("On site"),
        ("access_types", "remote"): t.gettext("Remotely"),
        ("access_types", "virtual"): t.gettext("Over the web"),
        ("access_types", "other"): t.gettext("Otherwise"),
        ("order_type", "fully_open_access"): t.gettext("Open to everybody, without a login"),
        ("order_type", "open_access"): t.gettext("Open to everybody who logs in"),
        ("order_type", "order_required"): t.gettext("Has to be ordered"),
        ("order_type", "other"): t.gettext("Otherwise"),
    }.get((field, code), code)
