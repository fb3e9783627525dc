"""Requests for access: filed once, answered, added to, withdrawn; every step stays.

Whoever writes does so in one transaction with the letter that tells the other side.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from officina_courses.saying import say
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, Forbidden, NotFound, TooMany
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.request_forms import (
    OPEN,
    Addressee,
    Decision,
    FiledRequest,
    RequestLine,
    RequestOut,
    SharedCourse,
    State,
    Step,
)
from officina_widgets.catalogue.records import Record

MOST_OPEN: Final = 20
MOST_STEPS: Final = 200
MOST_A_DAY: Final = 100
DAY: Final = timedelta(days=1)
ANSWERS: Final[tuple[Decision, ...]] = ("question", "granted", "refused")

NO_SUCH_REQUEST = say(
    "There is no request %(request)s that you may see. Look for a typing error in the address, or "
    "find it in your list of requests."
)
TOO_MANY_OPEN = say(
    "You have %(most)s requests that are not decided yet, and no more are taken, so that each gets "
    "read. Nothing was sent. Withdraw one that you do not need any more, or wait for an answer."
)
TOO_MANY_TODAY = (
    "You have sent, added to and withdrawn requests {most} times within a day, and each time "
    "others get a letter, so no more is taken for now. Nothing was sent. Go on tomorrow."
)
WITHDRAWN = say(
    "This request was withdrawn, so nothing was added to it. Whoever sent it can send another one."
)
DECIDED = say(
    "This request was decided already, so nothing was added to it. If something has changed since, "
    "send another one and name number %(number)s in it."
)
TOO_LONG = say(
    "This request has %(most)s steps, and no more are taken, so nothing was added to it. Write to "
    "the other side by mail, or send another request."
)
MEANWHILE = say(
    "Somebody wrote to this request while you did, so your answer was not sent. Read what is new "
    "below, and send it again if it still holds."
)


OWN_REQUEST = say(
    "You, %(user)s, sent this request yourself, so your answer was not sent: whoever asks does not "
    "decide. Add to it below the steps, or let another advisor answer it."
)


class Filing(NamedTuple):
    """What the portal knows beside the form: the thing, the person's courses, who is told."""

    record: Record
    courses: tuple[SharedCourse, ...] = ()
    told: tuple[Addressee, ...] = ()


class Answer(NamedTuple):
    """What an advisor says; ``after`` is the last step they had seen, where that is known."""

    decision: Decision
    text: str
    after: int | None = None


def find_request(session: Session, request_id: str) -> t.AccessRequest:
    """The row of a request; raises ``NotFound``."""
    row = session.scalar(select(t.AccessRequest).where(t.AccessRequest.id == request_id))
    if row is None:
        raise NotFound("no-such-request", NO_SUCH_REQUEST.with_values(request=request_id))
    return row


def _writable_request(session: Session, request_id: str) -> t.AccessRequest:
    """The row as it is now; whoever else writes to the request waits until this one is done."""
    mine = select(t.AccessRequest).where(t.AccessRequest.id == request_id).with_for_update()
    session.execute(mine.execution_options(populate_existing=True))
    return find_request(session, request_id)


def file_request(session: Session, form: FiledRequest, filing: Filing, act: Act) -> RequestOut:
    """Keep a request and the letters about it; the same form again is the same request.

    Raises
    ------
    TooMany
        When the person has as many open ones as they may.

    """
    known = _by_key(session, act.user, form.key)
    if known is not None:
        return request_out(session, known)
    mine = select(func.count()).where(
        t.AccessRequest.user == act.user, t.AccessRequest.state.in_(OPEN)
    )
    if (session.scalar(mine) or 0) >= MOST_OPEN:
        raise TooMany("too-many-requests", TOO_MANY_OPEN.with_values(most=MOST_OPEN))
    _check_pace(session, act)
    row = _row(form, filing, act)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the same form in the same moment, where writers do not queue
        twin = _by_key(session, act.user, form.key)
        if twin is None:
            raise
        return request_out(session, twin)
    _step(session, row, "sent", "", act)
    row.read_steps = row.steps
    _letters(session, row, filing.told, act)
    return request_out(session, row)


def answer_request(
    session: Session, request_id: str, answer: Answer, act: Act, *, mails: bool
) -> RequestOut:
    """An advisor's question or decision; the person is mailed where they gave an address.

    Raises
    ------
    Conflict
        When it was withdrawn, or somebody wrote after what the advisor had seen.
    Forbidden
        When it is the advisor's own.

    """
    row = _writable_request(session, request_id)
    if row.user == act.user:
        raise Forbidden("own-request", OWN_REQUEST.with_values(user=act.user))
    if _is_said_already(session, row, answer.decision, answer.text, act):
        return request_out(session, row)
    _check_writable(row)
    if answer.after is not None and answer.after != row.steps:
        raise Conflict("written-meanwhile", MEANWHILE)
    row.state = answer.decision
    row.seen_at = row.seen_at or act.at
    row.first_answer_at = row.first_answer_at or act.at
    _step(session, row, answer.decision, answer.text, act)
    if mails and row.contact:
        person = Addressee(way="mail", address=row.contact)
        _letters(session, row, (person,), act, is_to_person=True)
    return request_out(session, row)


def reply_to_request(session: Session, request_id: str, text: str, act: Act) -> RequestOut:
    """What the person adds; whoever was told of the request is told of it.

    Raises
    ------
    Conflict
        When the request was decided or withdrawn.

    """
    row = _writable_request(session, request_id)
    if _is_said_already(session, row, "reply", text, act):
        return request_out(session, row)
    _check_open(row)
    _check_pace(session, act)
    if row.state == "question":
        row.state = "replied"
    _step(session, row, "reply", text, act)
    row.read_steps = row.steps
    _letters(session, row, _told(row), act)
    return request_out(session, row)


def withdraw_request(session: Session, request_id: str, act: Act) -> RequestOut:
    """Nobody has to answer any more; may be repeated. Raises ``Conflict`` once it is decided."""
    row = _writable_request(session, request_id)
    if row.state != "withdrawn":
        _check_open(row)
        row.state = "withdrawn"
        _step(session, row, "withdrawn", "", act)
        row.read_steps = row.steps
        _letters(session, row, _told(row), act)
    return request_out(session, row)


def see_request(session: Session, request_id: str, act: Act) -> None:
    """An advisor looks at it; the first look is a step that the person sees."""
    row = _writable_request(session, request_id)
    if row.state == "sent":
        row.state, row.seen_at = "seen", act.at
        is_read = row.read_steps == row.steps
        _step(session, row, "seen", "", act)
        if is_read:  # a look is no news to be called for
            row.read_steps = row.steps


def read_request(session: Session, request_id: str) -> None:
    """The person has seen all that there is."""
    row = _writable_request(session, request_id)
    row.read_steps = row.steps


def my_requests(session: Session, user: str) -> tuple[RequestLine, ...]:
    """All of one person, the newest first."""
    mine = select(t.AccessRequest).where(t.AccessRequest.user == user)
    rows = session.scalars(mine.order_by(t.AccessRequest.number.desc()))
    return tuple(map(request_line, rows))


def request_of(session: Session, request_id: str) -> RequestOut:
    """One request with its steps; raises ``NotFound``."""
    return request_out(session, find_request(session, request_id))


def request_by_key(session: Session, user: str, key: str) -> RequestOut | None:
    """The request that this form was kept as, if it was."""
    row = _by_key(session, user, key)
    return request_out(session, row) if row is not None else None


def my_news(session: Session, user: str) -> tuple[RequestLine, ...]:
    """The requests of a person with something that they have not seen yet."""
    return tuple(each for each in my_requests(session, user) if each.has_news)


def request_line(row: t.AccessRequest) -> RequestLine:
    """A row as lists have it."""
    return RequestLine.model_validate(_facts(row))


def request_out(session: Session, row: t.AccessRequest) -> RequestOut:
    """A row with everything that was said."""
    session.flush()
    found = session.scalars(
        select(t.AccessRequestStep)
        .where(t.AccessRequestStep.number == row.number)
        .order_by(t.AccessRequestStep.step)
    )
    names = tuple(Step.model_fields)
    steps = [Step.model_validate({name: getattr(each, name) for name in names}) for each in found]
    more = {
        "purpose": row.purpose,
        "needs": row.needs,
        "wanted": row.wanted,
        "contact": row.contact,
        "language": row.language,
        "courses": row.courses,
        "told": row.told,
        "steps": steps,
    }
    return RequestOut.model_validate(_facts(row) | more)


def _facts(row: t.AccessRequest) -> dict[str, object]:
    names = [name for name in RequestLine.model_fields if name != "has_news"]
    known = {name: getattr(row, name) for name in names}
    return known | {"has_news": row.read_steps < row.steps}


def _row(form: FiledRequest, filing: Filing, act: Act) -> t.AccessRequest:
    record = filing.record
    offered_by = record.publisher.name if record.publisher else ""
    texts = [act.user, offered_by, form.firm, form.purpose, form.needs, *record.title.values()]
    return t.AccessRequest(
        id=str(uuid.uuid4()),
        user=act.user,
        key=form.key,
        record_id=form.record_id,
        kind=record.kind,
        title=dict(record.title),
        offered_by=offered_by,
        **form.model_dump(include={"purpose", "needs", "wanted", "firm", "contact", "language"}),
        courses=[each.model_dump() for each in filing.courses] if form.shares_courses else [],
        told=[each.model_dump() for each in filing.told],
        searched="\n".join(texts).casefold(),
        state="sent",
        sent_at=act.at,
        changed_at=act.at,
        steps=0,
        read_steps=0,
    )


def _by_key(session: Session, user: str, key: str) -> t.AccessRequest | None:
    mine = select(t.AccessRequest).where(t.AccessRequest.user == user)
    return session.scalar(mine.where(t.AccessRequest.key == key))


def _step(session: Session, row: t.AccessRequest, deed: str, text: str, act: Act) -> None:
    row.steps += 1
    row.changed_at = act.at
    session.add(
        t.AccessRequestStep(
            number=row.number, step=row.steps, at=act.at, by=act.user, deed=deed, text=text
        )
    )
    # For the indicators: never what somebody wrote.
    note(session, act, f"request {deed}", detail=f"{row.number} {row.kind} {row.record_id}")


def _letters(
    session: Session,
    row: t.AccessRequest,
    to: Sequence[Addressee],
    act: Act,
    *,
    is_to_person: bool = False,
) -> None:
    for each in to:
        session.add(
            t.RequestLetter(
                number=row.number,
                step=row.steps,
                way=each.way,
                address=each.address,
                is_to_person=is_to_person,
                state="waiting",
                tries=0,
                not_before=act.at,
            )
        )


def _told(row: t.AccessRequest) -> tuple[Addressee, ...]:
    return tuple(Addressee.model_validate(each) for each in row.told)


def _is_said_already(
    session: Session, row: t.AccessRequest, deed: str, text: str, act: Act
) -> bool:
    """Whether this very thing was said last: a button that was pressed twice."""
    last = session.get(t.AccessRequestStep, (row.number, row.steps))
    return last is not None and (last.by, last.deed, last.text) == (act.user, deed, text)


def _check_pace(session: Session, act: Act) -> None:
    """Whoever sends and withdraws in turns never has many open ones, and yet writes many letters.

    Withdrawing is counted, and never refused.
    """
    r, step = t.AccessRequest, t.AccessRequestStep
    deeds = select(func.count()).select_from(step).join(r, r.number == step.number)
    mine = deeds.where(r.user == act.user, step.by == act.user, step.at > act.at - DAY)
    if (session.scalar(mine) or 0) >= MOST_A_DAY:
        raise TooMany("too-many-requests", TOO_MANY_TODAY.format(most=MOST_A_DAY))


def _check_open(row: t.AccessRequest) -> None:
    _check_writable(row)
    if _state(row) not in OPEN:
        raise Conflict("request-decided", DECIDED.with_values(number=row.number))


def _check_writable(row: t.AccessRequest) -> None:
    if _state(row) == "withdrawn":
        raise Conflict("request-withdrawn", WITHDRAWN)
    if row.steps >= MOST_STEPS:
        raise Conflict("request-too-long", TOO_LONG.with_values(most=MOST_STEPS))


def _state(row: t.AccessRequest) -> State:
    return row.state  # type: ignore[return-value]  # nothing else is ever written there
