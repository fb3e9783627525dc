"""What several sources offer: by which signs it is seen, and pairs that people hold apart."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue_samples import CURATOR, Lorry, dataset, key

from officina_hub.catalogue.arriving import Source
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.sameness import keys_of
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.catalogue_curating import set_field, set_state
from officina_hub.portal.store.catalogue_sameness import (
    also_offered,
    hold_apart,
    pairs_among,
    put_together,
)
from officina_hub.portal.store.catalogue_signs import MOST_ALIKE, take_signs
from officina_widgets.catalogue.records import Organisation, Service

PEER = Source(id="peer-north", title="North")
OTHER = Source(id="peer-south", title="South")
PAGE = "https://data.example/rain"
HERE, THERE = key("rain"), record_id(PEER.id, "https://north.example/7")


def at_north(number: int = 7, **fields: Any):
    told = {"iri": f"https://north.example/{number}", "title": {"en": f"North {number}"}}
    return dataset("", **(told | fields))


def signs(lorry: Lorry) -> None:
    while take_signs(lorry.database):
        pass


def told(lorry: Lorry, name: str = HERE):
    signs(lorry)
    with lorry.database.reading() as session:
        return also_offered(session, name)


def both(lorry: Lorry, **fields: Any) -> None:
    lorry.load(dataset("rain"))
    lorry.load(at_north(landing_page=PAGE, **fields), source=PEER)


@pytest.mark.parametrize(
    ("here", "there", "because"),
    [
        ({"identifiers": ("10.5072/Rain.1",)}, {"iri": "https://doi.org/10.5072/rain.1"}, "doi"),
        ({"identifiers": ("doi:10.5072/a%2Fb",)}, {"identifiers": ("10.5072/A/b",)}, "doi"),
        ({}, {"landing_page": "http://WWW.data.example:80/rain/?utm_source=x#top"}, "address"),
        ({"landing_page": "https://a.eu/s?b=2&a=1"}, {"iri": "http://a.eu/s?a=1&b=2"}, "address"),
        ({"title": {"en": "Rain of Éire, 2024"}}, {"title": {"ga": "RAIN of eire 2024"}}, "title"),
    ],
    ids=["doi-iri", "doi-encoded", "address", "query", "title"],
)
def test_one_thing_is_seen_by_its_sign(lorry: Lorry, here: dict, there: dict, because: str):
    lorry.load(dataset("rain", **here))
    lorry.load(at_north(**there), source=PEER)
    (found,) = told(lorry).also_offered
    assert (found.source, found.source_title, found.because) == (PEER.id, "North", (because,))
    (back,) = told(lorry, found.id).also_offered
    assert back.id == HERE


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"title": {"en": "Storage"}}, {"title": {"en": "Storage"}}),
        ({"landing_page": "https://a.eu/"}, {"landing_page": "https://a.eu"}),
        ({"landing_page": "https://a.eu/s?id=1"}, {"landing_page": "https://a.eu/s?id=2"}),
        ({"landing_page": "https://a.eu/#/data/1"}, {"landing_page": "https://a.eu/#/data/2"}),
        ({"identifiers": ("10.5072/1",)}, {"identifiers": ("10.5072/11",)}),
    ],
    ids=["short-title", "front-door", "query", "place-in-page", "other-doi"],
)
def test_what_only_looks_alike_is_two_things(lorry: Lorry, here: dict, there: dict):
    lorry.load(dataset("rain", **here))
    lorry.load(at_north(**there), source=PEER)
    assert told(lorry).also_offered == ()


def test_two_kinds_are_never_one_thing():
    said = {"iri": PAGE, "title": {"en": "Consulting on rain and wind"}}
    assert not keys_of(Service.model_validate(said)) & keys_of(dataset("rain", **said))
    assert not keys_of(Organisation.model_validate(said))


def test_nothing_of_one_source_is_shown_together(lorry: Lorry):
    lorry.load(dataset("rain", landing_page=PAGE), dataset("wind", landing_page=PAGE))
    assert told(lorry).also_offered == ()


def test_a_title_that_a_source_has_twice_tells_nothing(lorry: Lorry):
    title = {"en": "Measurements of the year"}
    lorry.load(dataset("rain", title=title), dataset("wind", title=title))
    lorry.load(at_north(title=title), source=PEER)
    assert told(lorry).also_offered == ()


def test_a_sign_that_very_many_have_tells_nothing(lorry: Lorry):
    lorry.load(*(dataset(f"d{n}", landing_page=PAGE) for n in range(MOST_ALIKE - 1)))
    lorry.load(at_north(landing_page=PAGE), source=PEER)
    assert len(told(lorry, THERE).also_offered) == MOST_ALIKE - 1
    lorry.load(at_north(8, landing_page=PAGE), source=OTHER)
    assert told(lorry, THERE).also_offered == ()


def test_it_follows_the_records(lorry: Lorry):
    both(lorry)
    assert told(lorry).also_offered
    with lorry.database.writing() as session:
        set_field(session, THERE, "landing_page", "https://north.example/else", CURATOR)
    assert told(lorry).also_offered == ()
    with lorry.database.writing() as session:
        set_field(session, THERE, "landing_page", PAGE, CURATOR)
    assert told(lorry).also_offered
    with lorry.database.writing() as session:
        set_state(session, THERE, "withdrawn", CURATOR)
    assert told(lorry).also_offered == ()


def test_records_stay_as_their_sources_wrote_them(lorry: Lorry):
    both(lorry)
    before = lorry.look("rain")
    signs(lorry)
    with lorry.database.writing() as session:
        hold_apart(session, HERE, THERE, CURATOR)
    assert lorry.look("rain") == before


def test_two_are_held_apart_and_put_together_again(lorry: Lorry):
    both(lorry)
    signs(lorry)
    with lorry.database.writing() as session:
        hold_apart(session, THERE, HERE, CURATOR)
    assert told(lorry).also_offered == ()
    assert [one.id for one in told(lorry).held_apart] == [THERE]
    with lorry.database.reading() as session:
        assert pairs_among(session, {HERE, THERE}) == frozenset()
    # A new load of the same does not undo what a person said.
    both(lorry, version="2")
    assert [one.id for one in told(lorry).held_apart] == [THERE]
    with lorry.database.writing() as session:
        put_together(session, HERE, THERE, CURATOR)
    assert [one.id for one in told(lorry).also_offered] == [THERE]
    with lorry.database.reading() as session:
        assert pairs_among(session, {HERE, THERE}) == {(HERE, THERE), (THERE, HERE)}


def test_what_is_not_alike_is_not_held_apart(lorry: Lorry):
    lorry.load(dataset("rain"), dataset("wind"))
    signs(lorry)
    with lorry.database.writing() as session, pytest.raises(NotFound):
        hold_apart(session, HERE, key("wind"), CURATOR)
