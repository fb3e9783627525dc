"""This hub's own harvester reads this hub's own OAI-PMH: what goes out comes in again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from catalogue_samples import CURATOR, NOON, WEATHER, Lorry, dataset, key
from portal_house import House, empty_database
from sqlalchemy import select

from officina_hub.factory.peers import Peer
from officina_hub.federation.fetching import Way
from officina_hub.federation.harvest import Harvested
from officina_hub.federation.harvest import oai as reader
from officina_hub.portal.db import Database
from officina_hub.portal.db import tables as t
from officina_hub.portal.harvesting import Harvester
from officina_hub.portal.pages import oai as handler
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_curating import set_state
from officina_widgets.catalogue.records import Dataset

FULL = dataset(
    "rain",
    description={"en": "Rain < snow & hail", "de": "Regen"},
    keywords=("rain", "drops"),
    languages=("en", "de"),
    licence="CC-BY-4.0",
    publisher={"name": "The weather office"},
    landing_page="https://data.example/rain/page",
)


class Other:
    """Another hub, which has this one as its peer."""

    def __init__(self, home: Path, address: str) -> None:
        home.mkdir()
        (home / "other.sqlite").write_bytes(empty_database())
        self._database = Database(f"sqlite:///{home / 'other.sqlite'}")
        self._harvester = Harvester(
            self._database,
            home,
            Act(user="officina", at=NOON),
            # This machine stands for one out on the internet.
            way_of=lambda _: Way(reach=lambda _: "outside"),
        )
        self._peer = Peer(id="north", kind="oai-pmh", address=address)

    async def harvest(self) -> Harvested:
        """As it does when its turn has come."""
        return await asyncio.to_thread(self._harvester.harvest, self._peer)

    def shown(self) -> dict[str, Dataset]:
        """The datasets that people find there, by title."""
        mine = select(t.CatalogueRecord).where(t.CatalogueRecord.state == "published")
        with self._database.reading() as session:
            found = [Dataset.model_validate(row.record) for row in session.scalars(mine)]
        return {one.title["en"]: one for one in found}


@pytest.mark.parametrize("form", ["rdf", "oai_dc"])
async def test_what_goes_out_comes_in_again(
    empty_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """In parts, then only what changed, then what is gone."""
    house = empty_house
    monkeypatch.setattr(handler, "RECORDS_OF_A_PART", 2)
    monkeypatch.setattr(reader, "FORMATS", (form,))
    lorry = Lorry(house.portal.database)
    lorry.load(FULL, *(dataset(name, description={"en": "Air"}) for name in ("snow", "wind")))
    house.clock.turn(hours=2)
    other = Other(tmp_path / "other", f"{house.url}oai")

    report = await other.harvest()
    assert (report.verdict, report.figures.added, report.figures.rejected) == ("fresh", 3, 0)
    rain = other.shown()["The rain"]
    for field in ("title", "description", "keywords", "languages", "licence", "publisher"):
        assert getattr(rain, field) == getattr(FULL, field), field
    assert FULL.landing_page in (rain.landing_page, *rain.identifiers)

    house.clock.turn(hours=1)
    with house.portal.database.writing() as session:
        set_state(
            session, key("wind"), "withdrawn", CURATOR.model_copy(update={"at": house.clock.now})
        )
    lorry.load_all([dataset("snow", description={"en": "Cold air"})], WEATHER)
    report = await other.harvest()
    told = report.figures
    assert (told.added, told.updated, told.deleted, told.rejected) == (0, 1, 1, 0)
    assert set(other.shown()) == {"The rain", "The snow"}
    assert other.shown()["The snow"].description == {"en": "Cold air"}
