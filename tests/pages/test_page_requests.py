"""Asking for access on pages: the form, one's own list, the advisors' desk, and the way between."""

from __future__ import annotations

import pytest
from find_samples import ADVICE, FORECASTS, LESSON, id_of, load
from page_house import PageHouse, soup, text_of
from portal_house import Answer
from request_samples import filed, typed

ASKED_FOR = f"find/{id_of(ADVICE)}/request"


@pytest.fixture
async def house(house: PageHouse) -> PageHouse:
    await load(house)
    return house


def value(answer: Answer, name: str) -> str:
    found = soup(answer).select_one(f'main [name="{name}"]')
    assert found is not None
    return str(found.get("value") or found.get_text()).strip()


def links(answer: Answer) -> set[str]:
    return {str(link["href"]) for link in soup(answer).select("main a[href]")}


async def test_a_service_or_dataset_can_be_asked_for_and_a_training_cannot(
    house: PageHouse,
) -> None:
    for record in (ADVICE, FORECASTS):
        answer = await house.open(f"find/{id_of(record)}", "ada")
        assert f"/services/officina/find/{id_of(record)}/request" in links(answer)
    lesson = await house.open(f"find/{id_of(LESSON)}", "ada")
    assert not any(link.endswith("/request") for link in links(lesson))
    assert (await house.open(f"find/{id_of(LESSON)}/request", "ada")).status == 409


async def test_the_form_says_what_is_passed_on_and_to_whom(house: PageHouse) -> None:
    said = text_of(await house.open(ASKED_FOR, "ada"))
    for told in (
        "your name here (ada)", "your language (English)", "the advisors of Demo AI Factory",
        "All about tea: 0 of 2 exercises handed in", "see neither your request nor that there is",
    ):  # fmt: skip
        assert told in said, told
    form = soup(await house.open(ASKED_FOR, "ada"))
    assert not form.select_one("#shares_courses").has_attr("checked")
    assert "Pass on how far" not in text_of(await house.open(ASKED_FOR, "bob"))


async def test_a_request_gets_a_number_and_the_same_form_again_the_same(house: PageHouse) -> None:
    first = await house.open(ASKED_FOR, "ada", form=typed())
    second = await house.open(ASKED_FOR, "ada", form=typed())
    assert first.status == second.status == 303
    assert house.location(first) == house.location(second)
    page = text_of(await house.open(house.location(first), "ada"))
    for told in ("Request 1", "Sent", "Nobody has looked at it yet", "greenhouse", "Ada's Greens"):
        assert told in page, told
    mine = text_of(await house.open("requests", "ada"))
    assert "Advice on models of the weather" in mine
    form = text_of(await house.open(ASKED_FOR, "ada"))
    assert "You have asked for this already" in form


async def test_a_request_goes_to_whom_its_person_saw_or_is_shown_again(house: PageHouse) -> None:
    desk = "mail desk@factory.example"  # which the operator has taken out since
    answer = await house.open(ASKED_FOR, "ada", form=typed(told=desk))
    assert answer.status == 409
    assert "Whom this request goes to was changed" in text_of(answer)
    assert value(answer, "purpose").startswith("To know")
    assert not soup(answer).select('main [name="told"]')
    assert "You have not asked for anything yet" in text_of(await house.open("requests", "ada"))
    assert (await house.open(ASKED_FOR, "ada", form=typed())).status == 303


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("purpose", "", "Say what it is for"),
        ("purpose", "\x00\x01", "Say what it is for"),
        ("purpose", "x" * 100_000, "This text has 100,000 characters, and only 4,000"),
        ("contact", "nobody", "This is no plain e-mail address"),
        ("key", "1", "This form is not from here any more"),
    ],
    ids=["empty", "unseen", "endless", "address", "key"],
)
async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    house: PageHouse, field: str, text: str, told: str
) -> None:
    answer = await house.open(ASKED_FOR, "ada", form=typed(**{field: text}))
    assert answer.status == 422
    assert told in text_of(answer)
    assert value(answer, "firm") == "Ada's Greens"
    if field == "purpose":
        assert value(answer, "purpose") == text.strip("\x00\x01 ")
        assert soup(answer).select_one("#purpose")["aria-invalid"] == "true"
    assert "You have not asked for anything yet" in text_of(await house.open("requests", "ada"))


async def test_html_is_text_on_both_sides(house: PageHouse) -> None:
    sent = await house.open(ASKED_FOR, "ada", form=typed(purpose="<img src=x onerror=alert(1)>"))
    for who in ("ada", "olga"):
        answer = await house.open(house.location(sent), who)
        assert b"<img src=x" not in answer.content
        assert "<img src=x onerror=alert(1)>" in text_of(answer)


async def test_an_advisor_sees_answers_and_the_person_reads_it(house: PageHouse) -> None:
    request = await filed(house)
    page = f"requests/{request.id}"
    assert "1: Advice on models of the weather" in text_of(await house.open("desk", "olga"))
    assert "It waits for a first answer" in text_of(await house.open(page, "olga"))
    assert "An advisor has looked at it" in text_of(await house.open(page, "ada"))

    asked = {"decision": "question", "text": "How many plants?", "after": "2"}
    assert (await house.open(page + "/answer", "olga", form=asked)).status == 303
    home = text_of(await house.open("", "ada"))
    assert "Your requests have news" in home
    assert "New" in text_of(await house.open("requests", "ada"))
    assert "How many plants?" in text_of(await house.open(page, "ada"))
    assert "Your requests have news" not in text_of(await house.open("", "ada"))

    assert (await house.open(page + "/reply", "ada", form={"text": "Ninety."})).status == 303
    house.clock.turn(hours=3)
    granted = {"decision": "granted", "text": "Come on Monday.", "after": "4"}
    assert (await house.open(page + "/answer", "olga", form=granted)).status == 303
    said = text_of(await house.open(page, "ada"))
    for told in ("Granted", "Come on Monday.", "Ninety."):
        assert told in said, told
    assert "Add something" not in said
    desk = text_of(await house.open("desk?state=granted", "olga"))
    assert "1 request" in desk


async def test_an_advisor_is_told_why_their_own_request_waits_for_another(house: PageHouse) -> None:
    request = await filed(house, "olga")
    assert not soup(await house.open(f"requests/{request.id}", "olga")).select("#answer-text")
    said = {"decision": "granted", "text": "", "after": ""}
    answer = await house.open(f"requests/{request.id}/answer", "olga", form=said)
    assert answer.status == 403
    assert "whoever asks does not decide" in text_of(answer)


async def test_an_answer_that_cannot_be_sent_is_not_lost(house: PageHouse) -> None:
    request = await filed(house)
    page = f"requests/{request.id}/answer"
    await house.open(f"requests/{request.id}/reply", "ada", form={"text": "It became urgent."})
    late = {"decision": "refused", "text": "No time.", "after": "1"}
    for form, status, told in (
        (late, 409, "Somebody wrote to this request while you did"),
        ({"decision": "refused", "text": ""}, 422, "need a text"),
        ({"decision": "", "text": "No time."}, 422, "Choose one of the decisions"),
        ({"decision": "refused", "text": "x" * 5000}, 422, "5,000 characters"),
    ):
        answer = await house.open(page, "olga", form=form)
        assert (answer.status, told in text_of(answer)) == (status, True), told
        assert value(answer, "text") == form["text"]


async def test_a_request_is_withdrawn_by_its_person(house: PageHouse) -> None:
    request = await filed(house)
    for _ in range(2):
        done = await house.open(f"requests/{request.id}/withdraw", "ada", form={})
        assert done.status == 303
    assert "Nobody answers it any more" in text_of(
        await house.open(f"requests/{request.id}", "ada")
    )
    assert "Answer again" not in text_of(await house.open(f"requests/{request.id}", "olga"))


async def test_others_see_nothing_of_it(house: PageHouse) -> None:
    request = await filed(house)
    page = f"requests/{request.id}"
    for path, form in (
        (page, None),
        (page + "/news", None),
        (page + "/reply", {"text": "Hello"}),
        (page + "/withdraw", {}),
        (page + "/answer", {"decision": "granted"}),
    ):
        for who in ("bob", "tina", "root"):
            answer = await house.open(path, who, form=form)
            assert (answer.status, b"Greens" in answer.content) == (404, False), (path, who)
    assert (await house.open(page + "/answer", "ada", form={"decision": "granted"})).status == 404
    assert (await house.open(page + "/reply", "olga", form={"text": "Hello"})).status == 404
    assert (await house.open("desk", "bob")).status == 403
    for who, has_door in (("bob", False), ("olga", True)):
        doors = soup(await house.open("", who)).select(".doors a")
        assert ("Requests" in [door.get_text() for door in doors]) == has_door


async def test_an_address_with_typing_errors_still_shows_the_desk(house: PageHouse) -> None:
    await filed(house)
    for query in ("state=lost", "offset=-1", "offset=x", "search=%00", "search=" + "x" * 9000):
        assert (await house.open(f"desk?{query}", "olga")).status == 200, query


async def test_a_record_that_is_gone_cannot_be_asked_for(house: PageHouse) -> None:
    answer = await house.open(f"find/{'a' * 20}/request", "ada", form=typed())
    assert answer.status == 404
    assert "was withdrawn, or the address" in text_of(answer)


async def test_news_of_a_decision_take_away_what_can_no_longer_be_done(house: PageHouse) -> None:
    request = await filed(house)
    page = f"requests/{request.id}"
    whole = soup(await house.open(page, "ada"))
    assert whole.select_one("#request-reply form") is not None
    poll = str(whole.select_one("[hx-get]")["hx-get"]).removeprefix("/services/officina/")
    htmx = {"HX-Request": "true"}
    assert (await house.open(poll, "ada", headers=htmx)).status == 204
    granted = {"decision": "granted", "text": "Come on Monday.", "after": "1"}
    assert (await house.open(page + "/answer", "olga", form=granted)).status == 303
    news = soup(await house.open(poll, "ada", headers=htmx))
    assert "Granted" in news.get_text()
    for part in ("#flash", "#request-reply"):
        swapped = news.select_one(f"{part}[hx-swap-oob]")
        assert (swapped is not None, swapped.get_text(strip=True)) == (True, ""), part
        assert whole.select_one(part) is not None, part
