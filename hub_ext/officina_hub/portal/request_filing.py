"""What pages and REST both do with a request for access: the deed, then the bells."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_courses.saying import say
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import Conflict, Unacceptable
from officina_hub.portal.request_addressees import addressees
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_read import published_record
from officina_hub.portal.store.courses import my_courses
from officina_hub.portal.store.progress import learner_progress
from officina_hub.portal.store.request_forms import FiledRequest, RequestOut, SharedCourse
from officina_hub.portal.store.requests import (
    Answer,
    Filing,
    answer_request,
    file_request,
    reply_to_request,
    request_by_key,
    withdraw_request,
)
from officina_hub.portal.store.tally import Tally
from officina_widgets.catalogue.filed import CatalogRecord

CAN_BE_ASKED_FOR = frozenset({"service", "dataset", "data_service", "series"})
NOT_ASKED_FOR = say(
    "This record is no service and no dataset, so there is nothing to ask access for, and nothing "
    "was sent. Training is taken on its own page; an organisation has its contact there."
)
TOLD_CHANGED = say(
    "Whom this request goes to was changed since you opened the form, so nothing was sent yet. "
    "Look at “What is passed on, and to whom” again, and send it if you agree."
)
TEXT_NEEDED = say(
    "A question and a refusal need a text, or the person does not know what to do next. Nothing "
    "was sent. Say what is missing, or why not."
)


async def file(portal: Portal, form: FiledRequest, act: Act) -> RequestOut:
    """Keep the request.

    Raises
    ------
    NotFound
        When the record is not public any more.
    Conflict
        When it would go to others than the person was told.

    """
    found = await portal.write(_file, form, act, portal.settings)
    return _told(portal, found)


async def answer(portal: Portal, request_id: str, said: Answer, act: Act) -> RequestOut:
    """An advisor's answer; raises ``Unacceptable`` without a text where one is needed."""
    if said.decision != "granted" and not said.text:
        raise Unacceptable("text-needed", TEXT_NEEDED)
    mails = portal.settings.mail.is_offered
    return _told(portal, await portal.write(answer_request, request_id, said, act, mails=mails))


async def reply(portal: Portal, request_id: str, text: str, act: Act) -> RequestOut:
    """What the person adds."""
    return _told(portal, await portal.write(reply_to_request, request_id, text, act))


async def withdraw(portal: Portal, request_id: str, act: Act) -> RequestOut:
    """The person needs it no more."""
    return _told(portal, await portal.write(withdraw_request, request_id, act))


def shared_courses(session: Session, person: str) -> tuple[SharedCourse, ...]:
    """What is passed on of the courses somebody takes, if they say so: how far they have come."""
    taken = [course for course in my_courses(session, person) if course.role == "learner"]
    return tuple(
        _shared(course.title, Tally(learner_progress(session, course.id, person)))
        for course in taken
    )


def requested_record(session: Session, record_id: str) -> CatalogRecord:
    """A record that can be asked for; raises ``NotFound``, or ``Conflict`` for other kinds."""
    filed = published_record(session, record_id)
    if filed.record.kind not in CAN_BE_ASKED_FOR:
        raise Conflict("nothing-to-ask-for", NOT_ASKED_FOR)
    return filed


def _file(session: Session, form: FiledRequest, act: Act, settings: PortalSettings) -> RequestOut:
    known = request_by_key(session, act.user, form.key)
    if known is not None:  # also where its record was withdrawn in the meantime
        return known
    record = requested_record(session, form.record_id).record
    courses = shared_courses(session, act.user) if form.shares_courses else ()
    told = addressees(record, settings)
    if form.told is not None and form.told != told:
        raise Conflict("addressees-changed", TOLD_CHANGED)
    filing = Filing(record, courses, told)
    return file_request(session, form, filing, act)


def _shared(title: str, where: Tally) -> SharedCourse:
    return SharedCourse(
        title=title,
        handed_in=where.handed_in,
        exercise_count=len(where.exercises),
        score=where.score,
        max_score=where.max_score,
    )


def _told(portal: Portal, request: RequestOut) -> RequestOut:
    portal.request_bell.ring()
    portal.news_bell.ring()
    return request
