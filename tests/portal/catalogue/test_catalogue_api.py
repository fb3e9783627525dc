"""The catalogue by REST: what is found, what is refused, and what hostile words do: nothing."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from catalogue_samples import Lorry, dataset, key
from portal_house import House

from officina_hub.portal.catalogue_keeping import bring_up_to_date
from officina_hub.portal.search_pace import Manners, SearchPace

TRICKS = "<script>alert(1)</script> \u202egnp.exe"


@pytest.fixture
async def full_house(empty_house: House) -> House:
    lorry = Lorry(empty_house.portal.database)
    lorry.load(
        dataset("rain", themes=["ENVI"], description={"en": TRICKS}),
        dataset("wind", themes=["ENVI", "ENER"]),
        dataset("flu", themes=["HEAL"]),
    )
    bring_up_to_date(empty_house.portal)
    return empty_house


async def search(house: House, query: str, **headers: str):
    return await house.ask("GET", f"catalogue/search?{query}", "ada", headers=headers)


async def test_a_search_gives_hits_and_counts(full_house):
    found = (await search(full_house, "q=wind")).json

    assert found["total"] == 1
    assert found["hits"][0]["filed"]["id"] == key("wind")
    assert found["hits"][0]["title"] == {"text": "The wind", "marks": [[4, 8]]}
    assert {each["value"] for each in found["facets"]["theme"]} == {"ENVI", "ENER"}


async def test_facets_narrow_by_any_value_or_by_all(full_house):
    both = "facet.theme=ENVI&facet.theme=ENER"

    assert (await search(full_house, both)).json["total"] == 2
    assert (await search(full_house, f"{both}&all_of=theme")).json["total"] == 1


async def test_titles_come_in_the_language_of_the_query_or_the_reader(full_house):
    named = (await search(full_house, "q=wind&lang=de")).json
    read = (await search(full_house, "q=wind", **{"Accept-Language": "de-AT"})).json

    assert named["hits"][0]["title"]["text"] == "Das wind"
    assert read["hits"][0]["title"]["text"] == "Das wind"


async def test_a_page_at_a_time(full_house):
    first = (await search(full_house, "limit=2&sort=title")).json
    second = (await search(full_house, "limit=2&offset=2&sort=title")).json
    ids = [hit["filed"]["id"] for page in (first, second) for hit in page["hits"]]

    assert (first["total"], len(set(ids))) == (3, 3)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("facet.colour=red", "there is no facet 'colour'"),
        ("limit=101", '`limit` is "101" and more than 100, which is the most'),
        ("offset=-1", '`offset` is "-1" and less than 0, which is the least'),
        ("sort=random", '`sort` is "random" and none of relevance, newest, title'),
        ("lang=../etc", '`lang` is "../etc" and not the code of a language'),
        ("colour=red", "knows no 'colour'"),
        (f"q={'x' * 10_000}", "… and longer than 500 characters"),
        (
            "&".join(f"facet.theme={n}" for n in range(101)),
            "more than the 100 values that are taken at once",
        ),
    ],
    ids=lambda value: value[:20],
)
async def test_what_cannot_be_asked_is_refused_with_a_way_out(full_house, query, told):
    answer = await search(full_house, query)

    assert (answer.status, answer.json["code"]) == (400, "bad-query")
    assert told in answer.json["detail"]
    assert "othing was searched" in answer.json["detail"]


@pytest.mark.parametrize(
    "words",
    ["\x00", '"', "AND OR NOT", "* : ^ ~ ( ) -", "\u202eniar", "🌧️", "%", "rain'); DROP TABLE x;"],
    ids=["nul", "quote", "operators", "signs", "right-to-left", "emoji", "percent", "sql"],
)
async def test_hostile_words_are_words(full_house, words):
    answer = await search(full_house, f"q={quote(words)}")

    assert answer.status == 200


async def test_what_was_not_changed_is_not_sent_again(full_house):
    for path in ("catalogue/search?q=rain", f"catalogue/records/{key('rain')}"):
        first = await full_house.ask("GET", path, "ada")
        tag = first.headers["ETag"]
        again = await full_house.ask("GET", path, "ada", headers={"If-None-Match": tag})

        assert first.headers["Cache-Control"] == "private, no-cache"
        assert (again.status, again.content) == (304, b"")


async def test_a_search_waits_for_no_database(full_house, monkeypatch):
    async def refused(*_: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(full_house.portal, "read", refused)
    assert (await search(full_house, "q=rain")).json["total"] == 1


async def test_one_record_comes_as_the_search_has_it(full_house):
    found = (await search(full_house, "q=rain")).json["hits"][0]["filed"]
    one = (await full_house.ask("GET", f"catalogue/records/{key('rain')}", "ada")).json

    assert one == found | {name: one[name] for name in one if name not in found}
    assert one["record"]["description"]["en"] == TRICKS.replace("\u202e", "")


@pytest.mark.parametrize("record_id", [key("nothing"), "UPPER", "..%2f..", "a" * 21])
async def test_a_record_that_is_not_there_is_told_so(full_house, record_id):
    answer = await full_house.ask("GET", f"catalogue/records/{record_id}", "ada")

    assert answer.status == 404


async def test_who_floods_the_search_waits_and_nobody_else(full_house):
    full_house.portal.search_pace = SearchPace(Manners(burst_seconds=0.0, share=1e-6))
    assert (await search(full_house, "q=wind")).status == 200
    refused = await search(full_house, "q=wind")

    assert (refused.status, refused.json["code"]) == (429, "too-many-searches")
    assert int(refused.headers["Retry-After"]) > 0
    assert "so that everybody else finds something" in refused.json["detail"]
    assert (await full_house.ask("GET", "catalogue/search?q=wind", "bob")).status == 200
    assert (await full_house.ask("GET", f"catalogue/records/{key('rain')}", "ada")).status == 200
