"""Who may open which page, and what others see instead."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of

OPEN = ("help", "accessibility", "theme.css", "static/officina.css", "static/htmx.min.js")
FOR_EVERYBODY = ("", "find", "courses", "courses/tea", "record", "launch", "requests")
FOR_TRAINERS = (
    "courses/tea/teach",
    "courses/tea/teach/gradebook.csv",
    "courses/tea/teach/exercises/leaf",
    "courses/tea/teach/exercises/leaf/overview.csv",
    "courses/tea/teach/exercises/leaf/similar",
)


@pytest.mark.parametrize("path", OPEN)
async def test_help_and_styles_need_no_login(house: PageHouse, path: str) -> None:
    assert (await house.open(path)).status == 200


@pytest.mark.parametrize("path", [*FOR_EVERYBODY, *FOR_TRAINERS, "courses/tea/mine", "operate"])
async def test_a_visitor_is_sent_to_the_login(house: PageHouse, path: str) -> None:
    answer = await house.open(path)
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/hub/api/oauth2/authorize")


@pytest.mark.parametrize("path", FOR_EVERYBODY)
async def test_everybody_who_is_logged_in_gets_these(house: PageHouse, path: str) -> None:
    answer = await house.open(path, "bob")
    assert answer.status == 200, text_of(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", FOR_TRAINERS)
@pytest.mark.parametrize(("who", "status"), [("tina", 200), ("ada", 403), ("theo", 403)])
async def test_the_class_is_open_to_its_trainers_alone(
    house: PageHouse, path: str, who: str, status: int
) -> None:
    assert (await house.open(path, who)).status == status


@pytest.mark.parametrize(
    "path",
    [
        "teach/members",
        "teach/members/remove",
        "teach/formgrader",
        "teach/exercises/leaf/deadline",
        "teach/exercises/leaf/feedback",
        "teach/exercises/leaf/similar/compare",
        "teach/exercises/leaf/similar/one/other",
    ],
)
async def test_a_learner_cannot_do_a_trainers_deeds(house: PageHouse, path: str) -> None:
    answer = await house.open(f"courses/tea/{path}", "ada", form={"user": "ada", "role": "trainer"})
    assert answer.status == 403
    assert "trainer" in text_of(answer)


async def test_only_operators_open_operate(house: PageHouse) -> None:
    assert (await house.open("operate", "root")).status == 200
    assert (await house.open("operate", "tina")).status == 403


async def test_a_login_without_our_scopes_opens_nothing(house: PageHouse) -> None:
    assert (await house.open("courses", "mute")).status == 403


async def test_the_doors_are_those_that_open(house: PageHouse) -> None:
    def doors(page: str) -> list[str]:
        return [link.get_text() for link in soup(page).select(".doors a")]

    assert doors(await house.open("", "ada")) == ["Learn", "Find", "Launch"]
    assert doors(await house.open("", "tina")) == ["Learn", "Find", "Launch", "Teach"]
    assert doors(await house.open("", "cora")) == ["Learn", "Find", "Launch", "Catalogue"]
    assert doors(await house.open("", "root")) == ["Learn", "Find", "Launch", "Operate"]


async def test_another_learners_work_does_not_exist(house: PageHouse) -> None:
    work = await house.hand_in("ada")
    await house.grade()
    for path in (
        f"courses/tea/submissions/{work}",
        f"courses/tea/submissions/{work}/receipt.json",
        f"courses/tea/exercises/leaf/submissions/{work}/feedback/notebook",
    ):
        assert (await house.open(path, "ada")).status == 200
        assert (await house.open(path, "tina")).status == 200
        assert (await house.open(path, "bob")).status == 404
        assert (await house.open(path.replace("/tea/", "/rye/"), "ada")).status == 404


async def test_a_wrong_address_gets_a_page_with_a_way_out(house: PageHouse) -> None:
    answer = await house.open("courses/no-such-course", "ada")
    page = soup(answer)
    assert answer.status == 404
    assert page.h1 is not None
    assert page.h1.get_text() == "There is nothing here"
    assert answer.headers["X-Correlation-Id"] in page.get_text()
    assert page.select_one('main a[href="/services/officina/"]')


@pytest.mark.parametrize("path", ["nothing", "courses/%00", "courses/a%2Fb", "static/../x"])
async def test_nonsense_is_not_found_and_no_mistake(house: PageHouse, path: str) -> None:
    assert (await house.open(path, "ada")).status == 404


async def test_a_silent_hub_is_told_as_such(house: PageHouse) -> None:
    house.hub.is_silent = True
    answer = await house.open("courses", "bob")
    assert answer.status == 503
    assert "Your work is safe" in text_of(answer)


async def test_our_own_mistake_shows_no_traceback(
    house: PageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("officina_hub.portal.pages.courses.list_courses", broken)
    answer = await house.open("courses", "ada")
    assert answer.status == 500
    assert "secret detail" not in text_of(answer)
    assert "The portal made a mistake" in text_of(answer)


async def test_a_form_that_is_too_large_is_refused(house: PageHouse) -> None:
    answer = await house.open("courses/tea/start", "ada", form={"exercise": "x" * 2_000_000})
    assert answer.status in {400, 413}
