"""Find: the list with its facets, and the page of one record."""

from __future__ import annotations

import json
from urllib.parse import quote

from find_samples import ADVICE, FORECASTS, HOSTILE, LESSON, id_of, load
from page_house import PageHouse, soup, text_of
from portal_house import Answer

from officina_hub.portal.search_pace import Manners, SearchPace
from officina_widgets.catalogue.records import ContactPoint

HTMX = {"HX-Request": "true"}


def titles(answer: Answer) -> list[str]:
    return [link.get_text() for link in soup(answer).select(".hit h2 a")]


def choices(answer: Answer, facet: str) -> dict[str, bool]:
    """The values of a facet, and which are chosen."""
    boxes = soup(answer).select(f'input[name="facet.{facet}"]')
    return {str(box["value"]): box.has_attr("checked") for box in boxes}


async def test_words_in_any_language_find_the_record(house: PageHouse) -> None:
    await load(house)
    for words in ("weather forecast", "Wettervorhersage", "sääennus", "saaennusteet"):
        assert "Weather forecasts" in titles(await house.open(f"find?q={quote(words)}", "ada")), (
            words
        )


async def test_what_was_asked_for_is_marked_in_the_readers_language(house: PageHouse) -> None:
    await load(house)
    german = await house.open("find?q=wetter", "ada", headers={"Accept-Language": "de"})
    assert titles(german)[0] == "Wettervorhersagen"
    assert soup(german).select_one(".hit h2 mark").get_text() == "Wettervorhersagen"
    assert "Art" in [legend.get_text() for legend in soup(german).select(".facet legend")]


async def test_a_typing_error_is_answered_and_told(house: PageHouse) -> None:
    await load(house)
    answer = await house.open("find?q=forcasts", "ada")
    assert titles(answer) == ["Weather forecasts"]
    assert "because nothing was found for what you typed" in text_of(answer)
    assert "Left out" not in text_of(answer)
    fewer = await house.open(
        "find?q=Zzqq%3Cxx%3E+forcasts", "ada", headers={"Accept-Language": "de"}
    )
    assert len(titles(fewer)) == 1
    assert "Weggelassen: Zzqq, xx." in text_of(fewer)


async def test_facets_narrow_and_each_choice_can_be_taken_back(house: PageHouse) -> None:
    await load(house)
    answer = await house.open("find?q=weather&facet.kind=service&facet.country=FI", "ada")
    assert titles(answer) == ["Advice on models of the weather"]
    assert choices(answer, "kind")["service"]
    assert not choices(answer, "kind")["dataset"]
    chips = {
        chip.get_text(" ", strip=True): chip["href"] for chip in soup(answer).select(".chips a")
    }
    back = next(href for label, href in chips.items() if label.startswith("Kind: Service"))
    wider = await house.open(back.partition("/services/officina/")[2], "ada")
    assert set(titles(wider)) == {"Advice on models of the weather", "Weather forecasts"}
    assert choices(wider, "country") == {"FI": True}


async def test_htmx_gets_list_and_facets_alone(house: PageHouse) -> None:
    await load(house)
    answer = await house.open("find?q=weather", "ada", headers=HTMX)
    page = soup(answer)
    assert page.find("html") is None
    assert page.select_one("#find-list")
    assert page.select_one("#find-facets")
    assert answer.headers["Vary"] == "HX-Request"


async def test_nonsense_in_the_address_is_no_error(house: PageHouse) -> None:
    await load(house)
    for query in (
        "facet.colour=red", "sort=random", "offset=-3", "offset=x", "limit=9999", "q=%00%01",
        "q=" + "x" * 9000, "q=AND+OR+NOT", "q=%22%28*", "facet.kind=galaxy", "lang=../..",
    ):  # fmt: skip
        assert (await house.open(f"find?{query}", "ada")).status == 200, query


async def test_nothing_found_says_what_to_try(house: PageHouse) -> None:
    await load(house)
    answer = await house.open("find?q=zzzzqqqq", "ada")
    assert "Nothing matches all of that" in text_of(answer)


async def test_a_hostile_record_is_only_text(house: PageHouse) -> None:
    await load(house)
    for path in ("find?q=rain", f"find/{id_of(HOSTILE)}"):
        answer = await house.open(path, "ada")
        assert b"<img src=x" not in answer.content, path
        assert "onerror=alert(1)" in text_of(answer), path


async def test_the_page_of_a_dataset_tells_all_of_it(house: PageHouse) -> None:
    await load(house)
    answer = await house.open(f"find/{id_of(FORECASTS)}", "ada")
    said = text_of(answer)
    for told in (
        "Weather forecasts", "Hourly forecasts of wind and rain.", "Environment", "Finland",
        "CC-BY-4.0", "Public", "All hours", "1.5 MB", "sha256 abababab", "wind float", "m/s",
        "desk@weather.example", "of 100", "nobody", "CC0-1.0", BASE_ADDRESS,
    ):  # fmt: skip
        assert told in said, told
    links = {link["href"] for link in soup(answer).select("main a[href]")}
    assert {"https://weather.example/all.csv", "mailto:desk@weather.example"} <= links


async def test_its_data_block_is_schema_org(house: PageHouse) -> None:
    await load(house)
    for record, kind in ((FORECASTS, "Dataset"), (HOSTILE, "Dataset"), (ADVICE, "Service")):
        answer = await house.open(f"find/{id_of(record)}", "ada")
        block = soup(answer).select_one('script[type="application/ld+json"]')
        told = json.loads(block.string)
        assert (told["@type"], told["@id"]) == (kind, record.iri)
        if record is FORECASTS:
            assert told["distribution"][0]["sha256"] == "ab" * 32


async def test_services_and_trainings_tell_what_people_ask_first(house: PageHouse) -> None:
    await load(house)
    service = text_of(await house.open(f"find/{id_of(ADVICE)}", "ada"))
    assert "Small firms of the European Union" in service
    assert "Ask for it" in service
    lesson = text_of(await house.open(f"find/{id_of(LESSON)}", "ada"))
    assert "May 2, 2026 , Kajaani" in lesson
    assert "90 min" in lesson


async def test_a_record_that_is_not_there_is_not_found(house: PageHouse) -> None:
    for unknown in ("nothing-of-this-name", "..", "%00"):
        assert (await house.open(f"find/{unknown}", "ada")).status == 404


async def test_strangers_are_sent_to_the_login(house: PageHouse) -> None:
    for path in ("find", f"find/{id_of(ADVICE)}"):
        assert (await house.open(path)).status in {302, 403}


BASE_ADDRESS = "https://weather.example/forecasts"


async def test_as_many_values_as_a_page_offers_may_be_ticked_and_more_are_no_error(
    house: PageHouse,
) -> None:
    await load(house)
    ticked = "&".join(f"facet.publisher=Office+{number}" for number in range(150))
    answer = await house.open(f"find?{ticked}&facet.publisher=The+weather+office", "ada")
    assert answer.status == 200
    assert len(soup(answer).select(".chips a")) >= 100


async def test_an_address_of_a_mail_gets_no_fields_that_a_record_wrote(house: PageHouse) -> None:
    sly = FORECASTS.model_copy(
        update={"contact_point": ContactPoint(email="desk?cc=x&body=y%41@data.example")}
    )
    await load(house, [sly])
    answer = await house.open(f"find/{id_of(sly)}", "ada")
    (link,) = (a["href"] for a in soup(answer).select("main a[href^='mailto:']"))
    assert link == "mailto:desk%3Fcc%3Dx%26body%3Dy%2541@data.example"


async def test_who_floods_the_search_is_told_when_to_come_again(house: PageHouse) -> None:
    await load(house)
    house.portal.search_pace = SearchPace(Manners(burst_seconds=0.0, share=1e-6))
    assert (await house.open("find?q=wind", "ada")).status == 200
    answer = await house.open("find?q=wind", "ada", headers={"Accept-Language": "de"})
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Das war viel auf einmal" in text_of(answer)
    assert "Ihre Suchen haben dieses Portal" in text_of(answer)
    assert (await house.open("find?q=wind", "bob")).status == 200


async def test_a_services_page_tells_how_where_and_since_when_it_is_given(house: PageHouse) -> None:
    told = {
        "order_type": "order_required",
        "access_types": ("remote", "physical"),
        "geographical_availabilities": ("FI", "EO"),
        "life_cycle_status": "production",
        "scientific_domains": ("natural_sciences",),
        "privacy_policy": "https://example.org/privacy",
    }
    await load(house, [ADVICE.model_copy(update=told)])
    page = text_of(await house.open(f"find/{id_of(ADVICE)}", "ada"))
    for words in (
        "Has to be ordered", "Remotely", "On site", "Finland", "Europe", "In production",
        "Natural sciences", "https://example.org/privacy",
    ):  # fmt: skip
        assert words in page, words


async def test_signs_alone_find_nothing_and_are_told_so(house: PageHouse) -> None:
    await load(house)
    answer = await house.open(f"find?q={quote('🛰️')}", "ada")
    assert titles(answer) == []
    assert "signs alone find nothing" in text_of(answer)
