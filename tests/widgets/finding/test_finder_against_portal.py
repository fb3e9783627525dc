"""A finder, the REST API and a snapshot give the same records for the same question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from find_samples import ALL, FORECASTS, id_of, load
from page_house import PageHouse, soup

from officina_hub.portal.store.catalogue_read import published_records
from officina_widgets import find_datasets, find_services
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotAllowed, NotFound, PortalUnreachable
from officina_widgets.finding.catalogues import Catalogue, PortalFirst
from officina_widgets.finding.portal import QUICK, PortalCatalogue
from officina_widgets.finding.snapshot import SnapshotCatalogue, write_snapshot


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    house = PageHouse(tmp_path / "portal")
    await load(house)
    yield house
    await house.close()


def portal(house: PageHouse, token: str = "ada") -> PortalCatalogue:
    return PortalCatalogue(PortalClient(house.url, token, patience=QUICK))


def snapshot(house: PageHouse, path: Path) -> SnapshotCatalogue:
    with house.portal.database.reading() as session:
        write_snapshot(path, published_records(session), as_of=house.clock())
    return SnapshotCatalogue(path)


def found(catalogue: Catalogue, query: str, theme: str) -> list[str]:
    finder = find_datasets(query, theme=theme, country="FI", catalogue=catalogue)
    return [one.iri for one in finder.results]


async def test_portal_and_snapshot_find_the_same(house: PageHouse, tmp_path: Path):
    copy = snapshot(house, tmp_path / "copy.jsonl")
    for query in ("wether", "sääennuste", "wetterv", "Umwelt wind", "forecast zzqq"):
        answers = [
            await asyncio.to_thread(found, catalogue, query, "ENVI")
            for catalogue in (portal(house), copy)
        ]
        assert answers == [[FORECASTS.iri]] * 2, query
    assert await asyncio.to_thread(found, portal(house), "wind", "TRAN") == []


@pytest.mark.parametrize("query", ["wether", "sääennuste", "forecast models", "Umwelt", ""])
async def test_rest_page_python_and_widget_find_the_same_in_one_order(house: PageHouse, query: str):
    asked = urlencode({"q": query, "facet.kind": "dataset"})
    rest = await house.ask("GET", f"catalogue/search?{asked}", "ada")
    page = await house.open(f"find?{asked}", "ada")
    links = [str(link["href"]) for link in soup(page).select(".hit h2 a")]

    def in_the_notebook() -> tuple[list[str], list[str]]:
        finder = find_datasets(query, catalogue=portal(house))
        sent: list[Any] = []
        finder.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
        question = {
            "type": "ask",
            "view": "v",
            "number": 1,
            "ask": {"q": query, "facets": {"kind": ["dataset"]}},
        }
        finder._handle_custom_msg(question, [])
        (answer,) = sent
        return [one.iri for one in finder.results], [card["id"] for card in answer["cards"]]

    records, shown = await asyncio.to_thread(in_the_notebook)
    ids = [hit["filed"]["id"] for hit in rest.json["hits"]]
    assert ids
    assert [link.rsplit("/", 1)[1] for link in links] == shown == ids
    assert records == [hit["filed"]["record"]["iri"] for hit in rest.json["hits"]]


async def test_a_record_comes_as_it_is_kept_or_not_at_all(house: PageHouse):
    catalogue = portal(house)
    filed = await asyncio.to_thread(catalogue.record, id_of(FORECASTS))
    assert filed.record == FORECASTS
    with pytest.raises(NotFound):
        await asyncio.to_thread(catalogue.record, "nothing")
    with pytest.raises(NotAllowed):
        await asyncio.to_thread(portal(house, "stranger").record, id_of(FORECASTS))


async def test_while_the_portal_is_away_the_snapshot_answers(house: PageHouse, tmp_path: Path):
    away = PortalCatalogue(PortalClient("http://127.0.0.1:9", "t", patience=QUICK))
    both = PortalFirst(away, snapshot(house, tmp_path / "copy.jsonl"))
    finder = find_services(catalogue=both)
    assert len(finder.results) == sum(one.kind in {"service", "organisation"} for one in ALL)
    assert both.is_snapshot
    with pytest.raises(PortalUnreachable):
        _ = find_services(catalogue=away).results
