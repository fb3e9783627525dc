"""Sharing a running session: with a trainer or by a link, listed, taken back, in plain words."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from stub_sessions import RUNNING, WAITING, StubSessions, add_sessions, session
from stub_shares import HOUR, TINA, StubShares, add_shares

from officina_hub.session_api.answers import OffersAnswer
from officina_hub.session_api.share_answers import InvitationAnswer
from officina_hub.session_api.share_handlers import NOT_INVITED

SECOND = session("running", server="second", url="/user/ada/second/")
INVITED = InvitationAnswer(owner="bob", server="second", url="/user/bob/second/")


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.mine = (RUNNING, SECOND)
    return found


@pytest.fixture
def shares(house: PageHouse, sessions: StubSessions) -> StubShares:
    return add_shares(house.hub)


async def test_each_running_session_has_a_share_button(
    house: PageHouse, shares: StubShares, sessions: StubSessions
) -> None:
    page = soup(await house.open("launch", "ada"))
    assert page.select_one("#share-second")["href"].endswith("/launch/share?server=second")
    sessions.mine = (WAITING,)
    assert not soup(await house.open("launch", "ada")).select("[id^=share-]")
    sessions.offers = OffersAnswer(profiles=sessions.offers.profiles[:1])
    house.servers.states["ada"] = "running"
    assert "launch/share?server=" in str(soup(await house.open("launch", "ada")))


async def test_the_page_says_what_the_other_person_can_do(
    house: PageHouse, shares: StubShares
) -> None:
    text = text_of(await house.open("launch/share?server=second", "ada"))
    assert "Share the session GPU second" in text
    assert "acts with your rights in this session" in text
    assert "with your files and in your name" in text
    assert "Nobody but you." in text


async def test_only_the_trainers_of_ones_own_courses_are_there_to_choose(
    house: PageHouse, shares: StubShares
) -> None:
    page = soup(await house.open("launch/share?server=", "bob"))
    assert "There is nobody to choose" in page.get_text()
    page = soup(await house.open("launch/share?server=", "ada"))
    assert [each["value"] for each in page.select("#trainer option")] == ["tea/tina"]
    assert not page.select("#address")
    shares.access = (TINA,)
    page = soup(await house.open("launch/share?server=", "ada"))
    assert not page.select("#trainer")
    assert page.select_one("#address")["value"].endswith("/user/ada/")


async def test_the_chosen_trainer_is_let_in(house: PageHouse, shares: StubShares) -> None:
    form = {"server": "second", "trainer": "tea/tina"}
    answer = await house.open("launch/share/trainer", "ada", form=form)
    assert house.location(answer) == "launch/share?server=second"
    sent = ("POST", "second/shares", {"course": "tea", "user": "tina"})
    assert [each for each in shares.asked if each[0] == "POST"] == [sent]
    assert house.servers.trainers == {}


async def test_trainers_whom_the_hub_does_not_know_yet_are_named_to_it(
    house: PageHouse, shares: StubShares
) -> None:
    shares.refusals = [(404, "The Hub does not know 'tina' as a trainer.")]
    await house.open("launch/share/trainer", "ada", form={"server": "", "trainer": "tea/tina"})
    assert house.servers.trainers == {"tea": ["tina"]}
    assert [each[1] for each in shares.asked if each[0] == "POST"] == ["shares", "shares"]


@pytest.mark.parametrize("trainer", ["", "tea/ada", "rye/tina", "tea/tina", "/", "tea/../x"])
async def test_nobody_else_is_let_in(house: PageHouse, shares: StubShares, trainer: str) -> None:
    """Bob is in no course, so even tina is none of his trainers."""
    form = {"server": "", "trainer": trainer}
    await house.open("launch/share/trainer", "bob", form=form)
    assert [each for each in shares.asked if each[0] == "POST"] == []


async def test_a_link_is_shown_once_with_its_end(house: PageHouse, shares: StubShares) -> None:
    form = {"server": "second", "minutes": "240"}
    answer = await house.open("launch/share/link", "ada", form=form)
    page = soup(answer)
    assert ("POST", "second/shares/links", {"minutes": 240}) in shares.asked
    assert page.select_one("#share-link")["value"].endswith("/launch/join?code=the-code")
    assert "2026" in page.select_one("[role=status]").get_text()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "the-code" not in str(soup(await house.open("launch/share?server=second", "ada")))


@pytest.mark.parametrize("minutes", ["", "999999", "-1", "x", "5.5"])
async def test_a_link_lives_as_long_as_one_of_the_choices(
    house: PageHouse, shares: StubShares, minutes: str
) -> None:
    await house.open("launch/share/link", "ada", form={"server": "", "minutes": minutes})
    assert ("POST", "shares/links", {"minutes": 60}) in shares.asked


async def test_whoever_is_inside_is_listed_and_each_can_be_taken_out(
    house: PageHouse, shares: StubShares
) -> None:
    shares.access, shares.links = (TINA,), (HOUR,)
    page = soup(await house.open("launch/share?server=second", "ada"))
    forms = page.select("form[action$='share/revoke']")
    wanted = [form.select_one("input[name=access]") for form in forms]
    assert [each and each["value"] for each in wanted] == ["users/tina", "links/7", None]
    assert "used 2 times" in page.get_text()
    for access, path in (("users/tina", "users/tina"), ("links/7", "links/7"), ("", "")):
        form = {"server": "second", "access": access}
        answer = await house.open("launch/share/revoke", "ada", form=form)
        assert house.location(answer) == "launch/share?server=second"
        assert shares.asked[-1][:2] == ("DELETE", f"second/shares/{path}".rstrip("/"))


async def test_taking_a_person_out_says_that_the_links_are_gone(
    house: PageHouse, shares: StubShares
) -> None:
    shares.access = (TINA,)
    form = {"server": "second", "access": "users/tina"}
    for links, found in (((HOUR,), True), ((), False)):
        shares.links = links
        answer = await house.open("launch/share/revoke", "ada", form=form)
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        page = await house.open("launch/share?server=second", "ada", headers={"Cookie": cookie})
        assert "It was taken back" in text_of(page)
        assert ("no link to this session is valid any more" in text_of(page)) is found


async def test_a_refusal_of_the_hub_is_told_on_the_page(
    house: PageHouse, shares: StubShares
) -> None:
    shares.refusals = [(409, "There are 10 links to this session already.")]
    answer = await house.open("launch/share/link", "ada", form={"server": "", "minutes": "60"})
    assert house.location(answer) == "launch/share?server="


@pytest.mark.parametrize("name", ["gone", "%3Cb%3E", "a" * 3000])
async def test_what_does_not_run_is_not_shared(
    house: PageHouse, shares: StubShares, name: str
) -> None:
    assert house.location(await house.open(f"launch/share?server={name}", "ada")) == "launch"


async def test_an_invitation_says_whose_session_it_is_and_leads_there(
    house: PageHouse, shares: StubShares
) -> None:
    shares.invitations["good"] = INVITED
    page = soup(await house.open("launch/join?code=good", "ada"))
    assert page.select_one("h1").get_text() == "Enter the session of bob?"
    assert "in their name" in page.get_text()
    assert [each for each in shares.asked if each[0] == "POST"] == []
    answer = await house.open("launch/join", "ada", form={"code": "good"})
    assert (answer.status, answer.headers["Location"]) == (303, "/user/bob/second/")


@pytest.mark.parametrize("code", ["", "forged", "%3Cscript%3Ealert(1)%3C/script%3E", "x" * 5000])
async def test_a_link_that_leads_nowhere_gets_a_clear_page(
    house: PageHouse, shares: StubShares, code: str
) -> None:
    answer = await house.open(f"launch/join?code={code}", "ada")
    assert answer.status == 404
    assert "This link lets you into no session" in text_of(answer)
    assert "it has expired" in text_of(answer)
    assert b"<script>alert" not in answer.content
    assert (await house.open("launch/join", "ada", form={"code": code})).status == 404


async def test_an_invitation_needs_a_login_and_keeps_the_way(
    house: PageHouse, shares: StubShares
) -> None:
    answer = await house.open("launch/join?code=good")
    assert answer.status == 302
    assert "oauth2/authorize" in answer.headers["Location"]


async def test_the_hubs_reason_is_told_in_the_readers_language(
    house: PageHouse, shares: StubShares
) -> None:
    shares.no_invitation = str(NOT_INVITED)
    answer = await house.open("launch/join?code=x", "ada", headers={"Accept-Language": "de"})
    assert "Dieser Link führt zu keiner Sitzung: Er ist abgelaufen" in text_of(answer)
