"""A portal that is a partner in the data space of the course: its provider is another program."""

from __future__ import annotations

from typing import Any

from dataspace_samples import PRICES
from page_house import PageHouse
from portal_house import NOON

from officina_hub.catalogue.arriving import Arriving, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.factory.dataspaces import Dataspace
from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.harvest.dataspace import iri_of, record_of
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.store.act import Act

SOURCE = Source(id="peer-course", title="Data space of the course")
FITTING = {"purpose": "research", "country": "FI"}


def dataspace_of(partner: Partner, **changes: Any) -> Dataspace:
    """As factory.toml would name it."""
    facts = {
        "id": partner.id,
        "title": "Grid of Example",
        "address": partner.address,
        "participant": partner.participant,
        "ourselves": partner.ourselves,
        "private_network": True,
    }
    return Dataspace.model_validate({**facts, **changes})


def offered_by(partner: Partner) -> tuple[Dataset, ...]:
    """All that it offers."""
    line = Line()
    return line.catalogue(partner, line.base(partner)).datasets


def load_offers(house: PageHouse, datasets: tuple[Dataset, ...]) -> None:
    """Into the catalogue, as a harvest of the peer does."""
    arriving = (
        Arriving(record_of(one, "course", "did:web:provider.example", "https://a.example"), one.id)
        for one in datasets
    )
    Loader(house.portal.database, SOURCE, Act(user="harvest", at=NOON), LoadOptions()).load(
        arriving
    )


def page_of_dataset(dataset: str = PRICES) -> str:
    """Its address in Find."""
    return f"find/{record_id(SOURCE.id, iri_of('course', dataset))}"
