"""Searches that people keep: what is new in them, and their feeds."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest
from curate_hand import form_in
from find_samples import ALL, FORECASTS, HOSTILE, id_of, load
from page_house import PageHouse, soup, text_of

from officina_hub.portal.atom import ATOM
from officina_hub.portal.search_pace import Manners, SearchPace
from officina_hub.portal.store.saved_searches import MOST, my_searches

RAIN = "q=rain&facet.kind=dataset"
LATER = FORECASTS.model_copy(update={"iri": "https://weather.example/later"})


@pytest.fixture
async def house(empty_house: PageHouse) -> PageHouse:
    await load(empty_house)
    return empty_house


async def save(house: PageHouse, who: str = "ada", told: str = "feed", name: str = "Rain") -> str:
    """Save the search for rain as a reader does; gives its id."""
    form = form_in(await house.open(f"searches/new?{RAIN}", who))
    form |= {"name": name, "told": told}
    answer = await house.open("searches", who, form=form)
    assert (answer.status, house.location(answer)) == (303, "searches")
    return (await house.portal.read(my_searches, who))[0].id


async def feed_address(house: PageHouse, search: str, who: str = "ada") -> str:
    """The path and query that the list shows for a feed reader."""
    page = soup(await house.open("searches", who))
    field = page.select_one(f"#feed-{search}")
    assert field is not None
    parts = urlsplit(str(field["value"]))
    return f"{parts.path.rpartition('/services/officina/')[2]}?{parts.query}"


def titles(content: bytes) -> list[str | None]:
    entries = Xml.fromstring(content).findall(f"{{{ATOM}}}entry")
    return [entry.findtext(f"{{{ATOM}}}title") for entry in entries]


async def do(house: PageHouse, search: str, deed: str, who: str = "ada", **typed: str) -> int:
    answer = await house.open(f"searches/{search}", who, form={"deed": deed} | typed)
    return answer.status


async def test_what_is_new_is_counted_until_one_looks(house: PageHouse) -> None:
    search = await save(house, told="home")
    assert "Look; nothing is new" in text_of(await house.open("searches", "ada"))
    assert "Your saved search" not in text_of(await house.open("", "ada"))

    house.clock.turn(hours=-1)
    await house.open(f"searches/{search}", "ada", form={"deed": "look"})
    house.clock.turn(hours=1)
    # Samples arrive on the second of March at noon; the search was looked at before that.
    await load(house, [LATER])
    assert "Look at 3 new records" in text_of(await house.open("searches", "ada"))
    assert "Your saved search finds 3 new records." in text_of(await house.open("", "ada"))

    answer = await house.open(f"searches/{search}", "ada", form={"deed": "look"})
    assert house.location(answer) == f"find?{RAIN}"
    assert "nothing is new" in text_of(await house.open("searches", "ada"))


async def test_a_feed_is_read_without_a_login_and_its_key_is_not_logged(
    house: PageHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    search = await save(house, name="Rain & <b>more</b>")
    address = await feed_address(house, search)
    answer = await house.open(address)

    assert answer.status == 200
    assert f"feeds/{search}.atom" in caplog.text
    assert address.partition("token=")[2] not in caplog.text
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = Xml.fromstring(answer.content)
    assert root.findtext(f"{{{ATOM}}}title") == "Rain & <b>more</b>"
    assert root.findtext(f"{{{ATOM}}}id") == f"urn:uuid:{search}"
    needed = ("id", "title", "updated")
    for entry in root.findall(f"{{{ATOM}}}entry"):
        assert all(entry.findtext(f"{{{ATOM}}}{name}") for name in needed)
    assert sorted(map(str, titles(answer.content))) == [HOSTILE.title["en"], "Weather forecasts"]
    links = [link.get("href", "") for link in root.iter(f"{{{ATOM}}}link")]
    assert any(link.endswith(f"find/{id_of(FORECASTS)}") for link in links)


async def test_a_feed_that_did_not_change_is_not_sent_again(house: PageHouse) -> None:
    address = await feed_address(house, await save(house))
    first = await house.open(address)
    by_tag = await house.open(address, headers={"If-None-Match": first.headers["Etag"]})
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    by_date = await house.open(address, headers=since)
    odd = await house.open(address, headers={"If-Modified-Since": "yesterday"})
    assert (by_tag.status, by_date.status, odd.status) == (304, 304, 200)
    assert by_tag.content == by_date.content == b""

    await load(house, [*ALL, LATER])
    again = await house.open(address, headers={"If-None-Match": first.headers["Etag"]})
    assert (again.status, len(titles(again.content))) == (200, 3)


async def test_only_the_present_key_opens_a_feed(house: PageHouse) -> None:
    search = await save(house)
    old = await feed_address(house, search)
    await do(house, search, "renew")
    new = await feed_address(house, search)
    assert old != new
    for closed in (old, f"feeds/{search}.atom", f"feeds/{search}.atom?token=%C3%A4"):
        assert (await house.open(closed)).status == 404, closed
    assert (await house.open(new)).status == 200

    await do(house, search, "delete")
    assert (await house.open(new)).status == 404
    assert "Bring back" in text_of(await house.open("searches", "ada"))
    await do(house, search, "back")
    assert (await house.open(new)).status == 200


async def test_a_feed_ends_with_its_owners_account(house: PageHouse) -> None:
    address = await feed_address(house, await save(house))
    assert (await house.open(address)).status == 200
    house.servers.strangers.add("ada")
    house.clock.turn(minutes=6)  # the Hub is not asked at each look of a feed reader
    assert (await house.open(address)).status == 404
    house.servers.is_silent = True
    assert (await house.open(address)).status == 503


async def test_a_search_is_its_owners_alone(house: PageHouse) -> None:
    search = await save(house)
    for deed in ("look", "rename", "renew", "delete", "back"):
        assert await do(house, search, deed, "bob", name="Mine") == 404, deed
    assert "Rain" not in text_of(await house.open("searches", "bob"))
    assert (await house.open("searches", "mute")).status == 403
    assert (await house.open("searches")).status == 302


async def test_a_search_is_renamed_and_a_name_that_cannot_be_is_told(house: PageHouse) -> None:
    search = await save(house)
    await do(house, search, "rename", name="Wet", told="home")
    found = (await house.portal.read(my_searches, "ada"))[0]
    assert (found.name, found.told) == ("Wet", "home")

    await do(house, search, "rename", name="x" * 501, told="home")
    assert (await house.portal.read(my_searches, "ada"))[0].name == "Wet"
    form = form_in(await house.open(f"searches/new?{RAIN}", "ada")) | {"name": ""}
    answer = await house.open("searches", "ada", form=form)
    assert (answer.status, "A name of 0 characters" in text_of(answer)) == (422, True)
    assert form_in(answer)["question"] == RAIN


async def test_nobody_keeps_more_searches_than_are_asked_again(house: PageHouse) -> None:
    form = {"question": RAIN, "name": "Rain", "told": "feed"}
    for _ in range(MOST):
        assert (await house.open("searches", "ada", form=form)).status == 303
    assert (await house.open("searches", "ada", form=form)).status == 409
    first = (await house.portal.read(my_searches, "ada"))[0].id
    await do(house, first, "delete")
    assert (await house.open("searches", "ada", form=form)).status == 303
    assert await do(house, first, "back") == 409


async def test_no_feed_is_a_way_around_ones_share_of_the_search(house: PageHouse) -> None:
    address = await feed_address(house, await save(house, told="home"))
    house.portal.search_pace = SearchPace(Manners(burst_seconds=0.0, share=1e-6))
    assert [(await house.open(address)).status for _ in "12"] == [200, 429]
    news = f"find.atom?{RAIN}"
    assert [(await house.open(news, "ada")).status for _ in "12"] == [200, 429]
    assert (await house.open("searches", "ada")).status == 429
    assert (await house.open("", "ada")).status == 200
    assert (await house.open("find?q=rain", "bob")).status == 200


async def test_any_search_is_a_feed_for_whoever_is_logged_in(house: PageHouse) -> None:
    answer = await house.open(f"find.atom?{RAIN}&nonsense=1", "ada")
    assert (answer.status, len(titles(answer.content))) == (200, 2)
    assert (await house.open(f"find.atom?{RAIN}")).status == 302
    assert (await house.open(f"find.atom?{RAIN}", "mute")).status == 403
    # Other words than those asked for are no news.
    assert titles((await house.open("find.atom?q=forcasts", "ada")).content) == []


async def test_the_list_leads_to_saving_what_it_asks(house: PageHouse) -> None:
    page = soup(await house.open(f"find?{RAIN}&offset=0&sort=title", "ada"))
    link = page.find("a", string="Save this search")
    assert link is not None
    assert str(link["href"]).endswith("searches/new?q=rain&sort=title&facet.kind=dataset")
