"""Records side by side: chosen in the list, remembered by the address, told plainly."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from find_samples import ADVICE, FORECASTS, HOSTILE, id_of, load
from page_house import PageHouse, soup, text_of
from portal_house import PREFIX, Answer

from officina_hub.portal.pages.compare_links import Chosen
from officina_widgets.catalogue.records import Service

OTHERS = tuple(
    Service.model_validate(
        {
            "iri": f"https://weather.example/{number}",
            "title": {"en": f"Weather advice {number}"},
            "trl": number,
            "access_modes": ("paid",),
            "country": "FI",
        }
    )
    for number in range(1, 5)
)
SERVICES = (ADVICE, *OTHERS)


def side_by_side(*records: object, **more: str) -> str:
    return "compare?" + urlencode([*(("id", id_of(one)) for one in records), *more.items()])


def rows(answer: Answer) -> dict[str, list[str]]:
    """The cells of each fact; one that differs is marked as a reader hears it."""
    found = {}
    for row in soup(answer).select("main tbody tr"):
        label = " ".join(row.find("th").get_text(" ").split())
        found[label] = [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
    return found


@pytest.fixture
async def house(house: PageHouse) -> PageHouse:
    await load(house, [*SERVICES, FORECASTS, HOSTILE])
    return house


async def test_facts_stand_in_rows_and_those_that_differ_are_marked(house: PageHouse) -> None:
    answer = await house.open(side_by_side(ADVICE, OTHERS[0]), "ada")
    told = rows(answer)
    assert told["Country"] == ["Finland", "Finland"]
    assert told["Technology readiness level ≠ (differs)"] == ["9", "1"]
    assert told["Who may have it ≠ (differs)"] == ["Small firms of the European Union", "not told"]
    assert "None of them tells:" in text_of(answer)
    short = rows(await house.open(side_by_side(ADVICE, OTHERS[0], only="differences"), "ada"))
    assert short
    assert all("(differs)" in label for label in short)


async def test_datasets_are_compared_by_their_files_too(house: PageHouse) -> None:
    told = rows(await house.open(side_by_side(FORECASTS, HOSTILE), "ada"))
    assert told["Formats ≠ (differs)"] == ["CSV", "not told"]
    assert told["Size of its files, as far as told ≠ (differs)"] == ["1.5 MB", "not told"]


async def test_a_fifth_is_refused_in_words(house: PageHouse) -> None:
    answer = await house.open(side_by_side(*SERVICES), "ada")
    assert len(soup(answer).select("main thead th")) == 1 + 4
    assert "“Weather advice 4” was left out: 4 fit side by side." in text_of(answer)
    assert "Add another" not in text_of(answer)


async def test_things_of_two_kinds_are_not_compared(house: PageHouse) -> None:
    answer = await house.open(side_by_side(ADVICE, FORECASTS), "ada")
    assert "“Weather forecasts” was left out: it is of another kind (Dataset)" in text_of(answer)
    assert len(soup(answer).select("main thead th")) == 1 + 1


async def test_the_address_is_all_there_is_of_it(house: PageHouse) -> None:
    answer = await house.open(side_by_side(ADVICE, OTHERS[0]), "ada")
    permalink = soup(answer).select_one("#permalink")["value"]
    assert permalink == house.url + side_by_side(ADVICE, OTHERS[0])
    away = soup(answer).select("main thead a.btn")[0]["href"]
    assert away == PREFIX + side_by_side(OTHERS[0])
    assert "Nothing stands here yet" in text_of(await house.open("compare", "ada"))


async def test_nonsense_and_what_is_gone_is_told_or_left_out(house: PageHouse) -> None:
    gone = "a" * 20
    answer = await house.open(f"{side_by_side(ADVICE)}&id={gone}&id=../x&id=%00&id=", "ada")
    assert answer.status == 200
    assert f"{gone} is not in the catalogue any more" in text_of(answer)
    many = urlencode([("id", f"{number:b}".replace("0", "a").replace("1", "b").rjust(20, "a"))
                      for number in range(500)])  # fmt: skip
    assert (await house.open(f"compare?{many}", "ada")).status == 200
    assert (await house.open("compare")).status == 302


async def test_the_list_remembers_what_was_chosen(house: PageHouse) -> None:
    page = soup(await house.open("find?q=weather&facet.kind=service", "ada"))
    add = page.select_one(f"#compare-{id_of(ADVICE)}")["href"].removeprefix(PREFIX)
    chosen = await house.open(add.partition("#")[0], "ada")
    page = soup(chosen)
    assert "1 record in the comparison." in text_of(chosen)
    assert page.select_one(f"#compare-{id_of(ADVICE)}").get_text(" ", strip=True).startswith("Take")
    assert [one["value"] for one in page.select('form.finder input[name="compare"]')] == [
        id_of(ADVICE)
    ]
    for link in page.select(".chips a, nav a[rel]"):
        assert f"compare={id_of(ADVICE)}" in link["href"]
    assert page.select_one(".compare-bar a")["href"] == PREFIX + side_by_side(ADVICE)


async def test_where_four_are_chosen_no_fifth_is_offered(house: PageHouse) -> None:
    chosen = Chosen(tuple(id_of(one) for one in SERVICES[:4]))
    answer = await house.open("find?facet.kind=service&" + urlencode(chosen.pairs), "ada")
    assert soup(answer).select_one(f"#compare-{id_of(SERVICES[4])}") is None
    assert "Four fit side by side." in text_of(answer)


def to_compare(answer: Answer) -> list[str]:
    return [one["href"] for one in soup(answer).select(f'.actions a[href^="{PREFIX}compare?"]')]


async def test_a_record_opened_from_the_list_joins_what_was_chosen_there(house: PageHouse) -> None:
    one, *three = (id_of(each) for each in SERVICES[:4])
    kept = "?" + urlencode(Chosen((one,)).pairs)
    found = soup(await house.open(f"find{kept}&facet.kind=service", "ada"))
    assert found.select_one(f'a[href="{PREFIX}find/{three[0]}{kept}"]')

    opened = await house.open(f"find/{three[0]}{kept}", "ada")
    assert to_compare(opened) == [PREFIX + side_by_side(*SERVICES[:2])]
    assert soup(opened).select_one(".crumbs a")["href"] == f"{PREFIX}find{kept}"
    assert soup(opened).select_one("#permalink")["value"] == f"{house.url}find/{three[0]}"

    beside = soup(await house.open(side_by_side(*SERVICES[:2]), "ada"))
    both = "?" + urlencode(Chosen((one, three[0])).pairs)
    assert beside.select_one(".crumbs a")["href"] == f"{PREFIX}find{both}"
    assert beside.select_one(f'th a[href="{PREFIX}find/{one}{both}"]')


async def test_a_fifth_record_leads_to_the_four_and_says_why(house: PageHouse) -> None:
    four = Chosen(tuple(id_of(one) for one in SERVICES[:4]))
    fifth = await house.open(f"find/{id_of(SERVICES[4])}{four.carried}", "ada")
    assert to_compare(fifth) == [PREFIX + four.address]
    assert "Four fit side by side." in text_of(fifth)
    among = await house.open(f"find/{four.ids[0]}{four.carried}&compare=../x", "ada")
    assert to_compare(among) == [PREFIX + four.address]
    assert "Four fit side by side." not in text_of(among)


async def test_a_hostile_title_is_only_text(house: PageHouse) -> None:
    answer = await house.open(side_by_side(FORECASTS, HOSTILE), "ada")
    assert b"<img src=x" not in answer.content
