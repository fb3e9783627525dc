"""Requests in the database: filed once, answered, added to, withdrawn, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from find_samples import ADVICE
from portal_house import NOON
from request_samples import DESK, KEY, OTHER_KEY, asked
from sqlalchemy import event, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, Forbidden, NotFound, TooMany
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.request_desk import DeskQuery, desk, figures
from officina_hub.portal.store.request_forms import FiledRequest, RequestOut, SharedCourse
from officina_hub.portal.store.requests import (
    MOST_A_DAY,
    MOST_OPEN,
    MOST_STEPS,
    Answer,
    Filing,
    answer_request,
    file_request,
    my_news,
    my_requests,
    read_request,
    reply_to_request,
    request_of,
    see_request,
    withdraw_request,
)

SHARED = SharedCourse(title="Tea", handed_in=1, exercise_count=2, score=9, max_score=20)


def act(user: str = "ada", **later: float) -> Act:
    return Act(user=user, at=NOON + timedelta(**later))


def file(session: Session, user: str = "ada", **changes: Any) -> RequestOut:
    form = FiledRequest.model_validate(asked(**changes))
    return file_request(session, form, Filing(ADVICE, (SHARED,), (DESK,)), act(user))


def say(session: Session, request: RequestOut, decision: Any, text: str = "", **more: Any) -> Any:
    said = Answer(decision, text, more.pop("after", None))
    by = act(more.pop("by", "olga"), **more)
    return answer_request(session, request.id, said, by, mails=True)


def letters(session: Session) -> list[tuple[int, str, bool]]:
    rows = session.scalars(select(t.RequestLetter).order_by(t.RequestLetter.id))
    return [(row.step, row.address, row.is_to_person) for row in rows]


def test_a_request_is_kept_with_its_number_and_the_letter_about_it(session: Session) -> None:
    first, second = file(session), file(session, key=OTHER_KEY)

    assert (first.number, second.number) == (1, 2)
    assert (first.state, first.title, first.has_news) == ("sent", ADVICE.title, False)
    assert first.courses == ()
    assert letters(session) == [(1, DESK.address, False)] * 2


def test_the_same_form_again_is_the_same_request(session: Session) -> None:
    assert file(session).id == file(session, purpose="Something else").id
    assert file(session, user="bob").id != file(session).id  # a key is its person's
    assert len(letters(session)) == 2


def test_courses_are_passed_on_only_by_who_says_so(session: Session) -> None:
    assert file(session, shares_courses=True).courses == (SHARED,)
    assert file(session, key=OTHER_KEY).courses == ()


def test_a_request_is_answered_by_a_question_a_reply_and_a_decision(session: Session) -> None:
    request = file(session)
    see_request(session, request.id, act("olga", hours=1))
    assert request_of(session, request.id).state == "seen"
    assert not my_news(session, "ada")

    asked_back = say(session, request, "question", "How many?", hours=2)
    assert (asked_back.state, asked_back.has_news) == ("question", True)
    replied = reply_to_request(session, request.id, "Two.", act(hours=3))
    assert (replied.state, replied.has_news) == ("replied", False)
    done = say(session, request, "granted", "Come on Monday.", hours=4)

    assert [(one.deed, one.by, one.text) for one in done.steps] == [
        ("sent", "ada", ""),
        ("seen", "olga", ""),
        ("question", "olga", "How many?"),
        ("reply", "ada", "Two."),
        ("granted", "olga", "Come on Monday."),
    ]
    assert done.first_answer_at == NOON + timedelta(hours=2)
    assert letters(session) == [
        (1, DESK.address, False),
        (3, "ada@greens.example", True),
        (4, DESK.address, False),
        (5, "ada@greens.example", True),
    ]
    assert [one.number for one in my_news(session, "ada")] == [1]
    read_request(session, request.id)
    assert not my_news(session, "ada")


def test_who_gave_no_address_is_told_on_the_page_alone(session: Session) -> None:
    request = file(session, contact="")
    assert say(session, request, "granted").has_news
    assert letters(session) == [(1, DESK.address, False)]


def test_a_button_pressed_twice_says_it_once(session: Session) -> None:
    request = file(session)
    for _ in range(2):
        say(session, request, "question", "How many?", after=1)
    for _ in range(2):
        reply_to_request(session, request.id, "Two.", act())
    for _ in range(2):
        withdraw_request(session, request.id, act())
    deeds = [one.deed for one in request_of(session, request.id).steps]
    assert deeds == ["sent", "question", "reply", "withdrawn"]


def test_an_answer_to_what_was_not_read_is_refused(session: Session) -> None:
    request = file(session)
    reply_to_request(session, request.id, "It became urgent.", act())
    with pytest.raises(Conflict, match="Somebody wrote"):
        say(session, request, "refused", "No time.", after=1)
    assert say(session, request, "refused", "No time.", after=2).state == "refused"


@pytest.mark.parametrize("decision", ["granted", "refused", "question"])
def test_nobody_decides_about_their_own_request(session: Session, decision: str) -> None:
    request = file(session, user="olga")
    with pytest.raises(Forbidden, match="You, olga, sent this request yourself"):
        say(session, request, decision, "Fine.")
    assert request_of(session, request.id).state == "sent"


def test_what_is_decided_or_withdrawn_takes_no_more_of_its_person(session: Session) -> None:
    decided = file(session)
    say(session, decided, "refused", "Not for firms like yours.")
    with pytest.raises(Conflict, match="decided already"):
        reply_to_request(session, decided.id, "But…", act())
    with pytest.raises(Conflict, match="decided already"):
        withdraw_request(session, decided.id, act())
    assert say(session, decided, "granted", "We looked again.").state == "granted"

    withdrawn = file(session, key=OTHER_KEY)
    withdraw_request(session, withdrawn.id, act())
    with pytest.raises(Conflict, match="was withdrawn"):
        say(session, withdrawn, "granted")


def test_nobody_can_flood_the_advisors(session: Session) -> None:
    for number in range(MOST_OPEN):
        file(session, key=f"{KEY[:-2]}{number:02d}")
    with pytest.raises(TooMany, match=f"{MOST_OPEN} requests"):
        file(session, key=OTHER_KEY)
    assert file(session, key=f"{KEY[:-2]}00").number == 1  # the same form is no new request
    request = file(session, user="bob")
    for number in range(MOST_STEPS - 1):
        reply_to_request(session, request.id, f"Reply {number}", act("bob", days=number))
    with pytest.raises(Conflict, match="steps"):
        reply_to_request(session, request.id, "One more", act("bob", days=MOST_STEPS))


def test_nobody_makes_others_get_more_letters_by_withdrawing(session: Session) -> None:
    for number in range(MOST_A_DAY // 2):
        request = file(session, key=f"{KEY[:-2]}{number:02d}")
        withdraw_request(session, request.id, act())
    with pytest.raises(TooMany, match="Go on tomorrow"):
        file(session, key=OTHER_KEY)
    file(session, "bob")


@pytest.mark.parametrize("deed", ["see", "answer", "reply", "withdraw", "read"])
def test_who_writes_waits_for_whoever_writes_already(session: Session, deed: str) -> None:
    request, statements = file(session), []
    deeds: dict[str, Any] = {
        "see": lambda: see_request(session, request.id, act("olga")),
        "answer": lambda: say(session, request, "granted"),
        "reply": lambda: reply_to_request(session, request.id, "Two.", act()),
        "withdraw": lambda: withdraw_request(session, request.id, act()),
        "read": lambda: read_request(session, request.id),
    }
    event.listen(session, "do_orm_execute", lambda state: statements.append(state.statement))
    deeds[deed]()
    # SQLite lets one writer in at a time, so the lock is looked for in PostgreSQL's words.
    assert "FOR UPDATE" in str(statements[0].compile(dialect=postgresql.dialect()))


def test_ones_own_requests_are_ones_own(session: Session) -> None:
    file(session, user="ada")
    file(session, user="bob")
    assert [one.user for one in my_requests(session, "bob")] == ["bob"]
    with pytest.raises(NotFound, match="no request"):
        request_of(session, OTHER_KEY)


def test_the_desk_searches_and_filters(session: Session) -> None:
    first = file(session, firm="Ääni & Co")
    second = file(session, key=OTHER_KEY, firm="", purpose="50% of a_b")
    file(session, user="bob")
    say(session, second, "granted")

    def found(**query: Any) -> list[int]:
        return [one.number for one in desk(session, DeskQuery.model_validate(query)).items]

    assert found() == [1, 3]
    assert found(state="all") == [3, 2, 1]
    assert found(state="granted") == [2]
    assert found(state="all", search="ÄÄNI advice") == [1]
    assert found(state="all", search="#3") == [3]
    assert found(state="all", search="50% a_b") == [2]
    assert found(state="all", search="% _") == [2]
    assert found(state="all", search="nobody") == []
    assert found(state="all", limit=1, offset=1) == [2]
    assert desk(session, DeskQuery(state="all", limit=1)).total == 3
    assert first.number == 1


def test_the_first_answer_is_counted_from_what_was_sent(session: Session) -> None:
    assert figures(session).median_first_answer_seconds is None
    keys = [f"{KEY[:-2]}{number:02d}" for number in range(4)]
    one, two, three, _ = (file(session, key=key) for key in keys)
    say(session, one, "question", "How many?", hours=1)
    say(session, one, "granted", hours=9)
    say(session, two, "refused", "No.", hours=3)
    withdraw_request(session, three.id, act())

    told = figures(session)
    assert told.median_first_answer_seconds == 2 * 3600
    assert (told.total, told.open, told.unanswered, told.answered) == (4, 1, 1, 2)
    assert (told.granted, told.refused, told.withdrawn) == (1, 1, 1)
    assert told.oldest_unanswered_at == NOON


def test_the_audit_trail_has_the_deeds_and_nothing_that_was_written(session: Session) -> None:
    request = file(session)
    say(session, request, "granted", "The password is tea.")
    told = session.scalars(select(t.Event).where(t.Event.what.like("request %"))).all()
    assert [(one.what, one.user) for one in told] == [
        ("request sent", "ada"),
        ("request granted", "olga"),
    ]
    assert not any(word in one.detail for one in told for word in ("tea", "greenhouse", "Greens"))
    assert session.scalar(select(func.count()).select_from(t.AccessRequestStep)) == 2
