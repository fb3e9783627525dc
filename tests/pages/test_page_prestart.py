"""The page that prepares a class, and what a learner reads of it and may refuse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from page_house import PageHouse, soup, text_of
from portal_house import NOON, Answer, course, publish_course
from stub_prestarts import BUDGET, StubPrestarts, add_prestarts
from stub_sessions import StubSessions, add_sessions

from officina_hub.portal.prestarter import Prestarter

PAGE = "courses/tea/teach/sessions"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    async with PageHouse(tmp_path) as made:
        await made.with_tea()
        await made.enrol("bob")
        yield made


@pytest.fixture
def hub(house: PageHouse) -> StubPrestarts:
    return add_prestarts(house.hub)


@pytest.fixture(autouse=True)
def sessions(house: PageHouse) -> StubSessions:
    return add_sessions(house.hub)


def form_of(answer: Answer) -> dict[str, str]:
    """What a browser would send; of several with one name the last."""
    form = soup(answer).find(id="prestart-form")
    assert form is not None
    found: dict[str, str] = {}
    for one in form.find_all("input"):
        if one.get("type") != "checkbox":
            found[str(one["name"])] = str(one.get("value", ""))
    for select in form.find_all("select"):
        chosen = select.find("option", selected=True) or select.find("option")
        found[str(select["name"])] = str(chosen["value"])
    return {name: value for name, value in found.items() if name != "roster"}


async def prepare(house: PageHouse, **more: str) -> dict[str, str]:
    query = "?profile=gpu&gpus=2&minutes=120"
    form = {**form_of(await house.open(PAGE + query, "tina")), **more}
    answer = await house.open(PAGE, "tina", form=form)
    assert (answer.status, house.location(answer)) == (303, PAGE), text_of(answer)
    return form


async def shown_next(house: PageHouse, answer: Answer) -> Answer:
    """The page to which an answer leads, with what it has to say."""
    assert answer.status == 303, text_of(answer)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    path = house.location(answer).partition("#")[0]
    return await house.open(path, "tina", headers={"Cookie": cookie})


async def test_cost_and_what_is_free_are_told_before_anything_starts(
    house: PageHouse, hub: StubPrestarts
) -> None:
    hub.refused["bob"] = BUDGET
    page = await house.open(f"{PAGE}?profile=gpu&gpus=2&minutes=120", "tina")
    text = text_of(page)
    assert "Would be started 1 of 2" in text
    assert "At most 4 GPU-hours" in text
    assert "5 of 8 GPUs" in text
    assert "Nothing is started for bob Refused Their account has too few GPU-hours left." in text
    assert "Prepare 1 session" in text
    assert not hub.started


async def test_a_class_is_prepared_and_its_list_told(house: PageHouse, hub: StubPrestarts) -> None:
    await prepare(house)
    await Prestarter(house.portal).round()
    hub.set("ada", "running", running_since=NOON)
    hub.set("bob", "waiting", why="Everything is in use.")
    await Prestarter(house.portal).round()
    text = text_of(await house.open(PAGE, "tina"))
    assert "GPU · 2 GPUs · " in text
    assert "Prepared by tina." in text
    assert "ada Running Job 4711" in text
    assert "bob Waiting in the queue Job 4711 Everything is in use." in text
    assert dict(hub.started)["ada"]["choice"]["gpus"] == 2


async def test_the_same_form_sent_twice_is_one_plan(house: PageHouse, hub: StubPrestarts) -> None:
    form = await prepare(house)
    await house.open(PAGE, "tina", form=form)
    page = soup(await house.open(PAGE, "tina"))
    assert len(page.select("#plans section")) == 1


async def test_what_was_not_shown_is_not_started(house: PageHouse, hub: StubPrestarts) -> None:
    """Without JavaScript somebody changes a number and presses the button at once."""
    form = form_of(await house.open(f"{PAGE}?profile=gpu", "tina"))
    answer = await house.open(PAGE, "tina", form={**form, "gpus": "4"})
    assert house.location(answer).startswith(f"{PAGE}?profile=gpu&gpus=4")
    other = await house.open(PAGE, "tina", form={**form, "profile": "small"})
    assert house.location(other).startswith(f"{PAGE}?profile=small&start=")
    await Prestarter(house.portal).round()
    assert not hub.started


async def test_a_later_time_is_read_on_the_trainers_clock(
    house: PageHouse, hub: StubPrestarts
) -> None:
    await prepare(house, start="2026-03-02T15:30")
    await Prestarter(house.portal).round()
    assert not hub.started
    assert "It is started at" in text_of(await house.open(PAGE, "tina"))
    text = text_of(await house.open("", "ada"))
    assert "tina has prepared it for the course All about tea." in text
    assert "Planned It is started at" in text


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        ("2026-03-02T11:54", "UTC"),
        ("2026-03-02T13:54", "Europe/Helsinki"),
        ("0001-01-01T00:00", "Europe/Helsinki"),
    ],
)
async def test_a_start_that_has_passed_is_told_in_the_form(
    house: PageHouse, hub: StubPrestarts, start: str, zone: str
) -> None:
    """What was filled in stays."""
    form = form_of(await house.open(f"{PAGE}?profile=gpu&gpus=2&minutes=120", "tina"))
    headers = {"Cookie": f"officina-zone={zone}"}
    answer = await house.open(PAGE, "tina", form={**form, "start": start}, headers=headers)
    page = await shown_next(house, answer)
    assert "The start has passed, so nothing was prepared" in text_of(page)
    assert soup(page).find(id="prestart-start")["value"] == start  # type: ignore[index]
    assert soup(page).find(id="field-gpus")["value"] == "2"  # type: ignore[index]
    assert not soup(page).select("#plans section")


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("2026-03-02T11:54", "The start has passed, so nothing was prepared"),
        ("2026-06-02T12:00", "The start is more than 60 days away, so nothing was prepared"),
    ],
)
async def test_an_untimely_start_is_refused_before_it_is_priced(
    house: PageHouse, hub: StubPrestarts, start: str, told: str
) -> None:
    found = await house.open(f"{PAGE}?profile=gpu&gpus=2&minutes=120&start={start}", "tina")
    quote = soup(found).find(id="prestart-quote")
    assert quote is not None
    assert told in quote.get_text(" ", strip=True)
    assert "GPU-hours" not in quote.get_text()
    assert quote.find("button").has_attr("disabled")  # type: ignore[union-attr]


async def test_a_form_whose_plan_was_cancelled_says_so_and_prepares_it_anew_when_sent_again(
    house: PageHouse, hub: StubPrestarts
) -> None:
    """Somebody cancels, goes back in the browser, and presses the button of the old form."""
    form = await prepare(house)
    await house.open(f"{PAGE}/cancel", "tina", form={"plan": form["plan"]})
    page = await shown_next(house, await house.open(PAGE, "tina", form=form))
    assert "what it had prepared was cancelled, so nothing was prepared now" in text_of(page)
    await house.open(PAGE, "tina", form=form_of(page))
    await Prestarter(house.portal).round()
    assert sorted(user for user, _ in hub.started) == ["ada", "bob"]


async def test_the_same_form_with_another_time_is_another_plan(
    house: PageHouse, hub: StubPrestarts
) -> None:
    """Somebody goes back in the browser, changes it, and presses the button again."""
    form = await prepare(house)
    answer = await house.open(PAGE, "tina", form={**form, "unused": "60"})
    page = await shown_next(house, answer)
    assert "was sent before with other values" in text_of(page)
    assert len(soup(page).select("#plans section")) == 1


async def test_what_goes_wrong_with_a_plan_is_told_with_its_word_in_the_log(
    house: PageHouse, hub: StubPrestarts
) -> None:
    hub.broken.add("ada")
    await prepare(house)
    await Prestarter(house.portal).round()
    page = await house.open(PAGE, "tina")
    text = text_of(page)
    assert "The last try came to nothing and is repeated by itself: The Hub could not" in text
    reference = (await house.ask("GET", "courses/tea/prestarts", "tina")).json[0]["reference"]
    assert soup(page).select_one("#plans code").get_text() == reference  # type: ignore[union-attr]
    assert "bob Waiting in the queue" in text


async def test_whoever_is_no_learner_of_the_course_is_refused_by_name(
    house: PageHouse, hub: StubPrestarts
) -> None:
    """They have left the class while the form was open, or somebody has written their own form."""
    form = form_of(await house.open(f"{PAGE}?profile=gpu", "tina"))
    answer = await house.open(PAGE, "tina", form={**form, "user": "dora"})
    page = await shown_next(house, answer)
    assert "Not among the learners of this course: 'dora'. So nothing was" in text_of(page)
    await Prestarter(house.portal).round()
    assert not hub.started
    assert not soup(page).select("#plans section")


async def test_cancelling_ends_what_nobody_has_opened(house: PageHouse, hub: StubPrestarts) -> None:
    await prepare(house)
    await Prestarter(house.portal).round()
    plan = str(soup(await house.open(PAGE, "tina")).select_one("#plans input[name=plan]")["value"])  # type: ignore[index]
    await house.open(f"{PAGE}/cancel", "tina", form={"plan": plan})
    await Prestarter(house.portal).round()
    assert sorted(hub.ended) == [("ada", plan), ("bob", plan)]
    assert "Cancelled 2" in text_of(await house.open(PAGE, "tina"))


async def test_a_learner_reads_who_prepared_it_and_may_refuse(
    house: PageHouse, hub: StubPrestarts
) -> None:
    await prepare(house)
    await Prestarter(house.portal).round()
    for path in ("", "launch"):
        text = text_of(await house.open(path, "ada"))
        assert "A session is prepared for you" in text
        assert "tina has prepared it for the course All about tea. 2 GPUs · " in text
    answer = await house.open("launch/decline", "ada", form={})
    assert house.location(answer) == "launch"
    await Prestarter(house.portal).round()
    assert [user for user, _ in hub.ended] == ["ada"]
    assert "A session is prepared for you" not in text_of(await house.open("", "ada"))
    assert "ada Declined" in text_of(await house.open(PAGE, "tina"))
    assert "A session is prepared for you" in text_of(await house.open("", "bob"))


async def test_what_a_learner_has_opened_is_theirs_and_told_no_more(
    house: PageHouse, hub: StubPrestarts
) -> None:
    await prepare(house)
    await Prestarter(house.portal).round()
    hub.set("ada", "running", is_opened=True)
    await Prestarter(house.portal).round()
    assert "is prepared for you" not in text_of(await house.open("", "ada"))
    await house.open("launch/decline", "ada", form={})
    await Prestarter(house.portal).round()
    assert not hub.ended


async def test_the_list_is_sent_again_only_where_it_has_changed(
    house: PageHouse, hub: StubPrestarts
) -> None:
    await prepare(house)
    partial = {"HX-Request": "true"}
    first = await house.open(f"{PAGE}/plans", "tina", headers=partial)
    poll = str(soup(first).div["hx-get"]).removeprefix("/services/officina/")  # type: ignore[index]
    assert (await house.open(poll, "tina", headers=partial)).status == 204
    await Prestarter(house.portal).round()
    assert (await house.open(poll, "tina", headers=partial)).status == 200


async def test_a_choice_that_nobody_may_have_is_told_once(
    house: PageHouse, hub: StubPrestarts
) -> None:
    fault = BUDGET.model_copy(update={"code": "options-refused", "message": "gpus = 1 to 4."})
    hub.refused = {"ada": fault, "bob": fault}
    text = text_of(await house.open(f"{PAGE}?profile=gpu&gpus=9", "tina"))
    assert text.count("gpus = 1 to 4.") == 1
    assert "Prepare 0 sessions" in text


@pytest.mark.parametrize(
    ("who", "status"), [("tina", 200), ("root", 200), ("theo", 403), ("ada", 403)]
)
async def test_only_the_trainers_of_the_course_and_operators_see_it(
    house: PageHouse, hub: StubPrestarts, who: str, status: int
) -> None:
    publish_course(house.portal, course("rye"), trainer="theo")
    for path in (PAGE, f"{PAGE}/plans"):
        assert (await house.open(path, who)).status == status
    answer = await house.open(f"{PAGE}/cancel", who, form={"plan": "x"})
    assert answer.status == (400 if status == 200 else 403)


async def test_where_it_is_switched_off_no_page_offers_it(tmp_path: Path) -> None:
    async with PageHouse(tmp_path / "off", may_prestart=False) as house:
        await house.with_tea()
        found: Any = soup(await house.open("courses/tea/teach", "tina"))
        assert not found.select(f"a[href$='{PAGE}']")
        assert (await house.open(PAGE, "tina")).status == 404
        path = "courses/tea/prestarts"
        assert (await house.ask("GET", path, "tina")).json["code"] == "prestart-off"


async def test_the_class_page_leads_there(house: PageHouse) -> None:
    found = soup(await house.open("courses/tea/teach", "tina"))
    assert found.select(f"a[href$='{PAGE}']")
