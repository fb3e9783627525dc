"""Self-descriptions: what a credential says of its subject, and what it leaves open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalogue_files import PUBLISHED, only, refusal

from officina_hub.catalogue.readers import read_file
from officina_widgets.catalogue.records import Dataset, Organisation, Service


def written(folder: Path, subject: dict[str, Any]) -> Path:
    """A credential about that subject, as a wallet hands it out."""
    path = folder / "credential.jsonld"
    path.write_text(json.dumps({"type": ["VerifiableCredential"], "credentialSubject": subject}))
    return path


def test_a_published_service_offering_becomes_a_service() -> None:
    record = only(read_file(PUBLISHED / "gaia-x" / "serviceOffering.jsonld")).record
    assert isinstance(record, Service)
    assert record.iri == "https://www.example.org/mySoftwareOffering"
    assert record.title == {"und": "Software Title"}
    assert record.keywords[0] == "Keyword1_1"
    assert len(record.keywords) == 7
    assert record.terms_of_use == "http://example.org/tac"
    assert record.publisher
    assert record.publisher.iri == "https://www.example.org/Provider1.json"


def test_a_published_participant_becomes_an_organisation_named_in_full() -> None:
    record = only(read_file(PUBLISHED / "gaia-x" / "legalPerson.jsonld")).record
    assert isinstance(record, Organisation)
    assert record.iri == "https://w3id.org/gaia-x/2511#Participant1"
    assert (record.title, record.city) == ({"und": "Provider Name"}, "Town Name")


def test_simpls_groups_of_properties_are_read(tmp_path: Path) -> None:
    subject = {
        "@id": "did:web:registry.example:prices",
        "@type": "simpl:DataOffering",
        "simpl:generalServiceProperties": {
            "simpl:name": {"@value": "Power prices", "@type": "xsd:string"},
            "simpl:description": "What a kilowatt hour costs.",
            "simpl:serviceAccessPoint": {"@value": "https://connector.example/protocol"},
        },
        "simpl:providerInformation": {"simpl:providedBy": "Grid of Example"},
    }
    record = only(read_file(written(tmp_path, subject))).record
    assert isinstance(record, Dataset)
    assert record.title == {"und": "Power prices"}
    assert record.landing_page == "https://connector.example/protocol"
    assert record.publisher
    assert (record.publisher.name, record.publisher.iri) == ("Grid of Example", None)


def test_what_does_not_say_that_it_is_data_is_refused_with_the_way_out(tmp_path: Path) -> None:
    refused = refusal(read_file(written(tmp_path, {"@id": "urn:x", "@type": "gx:Resource"})))
    assert "its type is Resource" in refused.reason
    assert "gx:DataResource" in refused.reason


def test_a_credential_about_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonld"
    path.write_text('{"type": "VerifiablePresentation", "credentialSubject": []}')
    assert "without a subject" in refusal(read_file(path)).reason
