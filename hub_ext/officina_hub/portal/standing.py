"""What the asked-for thing is to the asker, found from the path of a request."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy.orm import Session

from officina_courses.model import COURSE_ID_PATTERN, EXERCISE_ID_PATTERN
from officina_hub.catalogue.identity import RECORD_ID_PATTERN
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.principal import Principal
from officina_hub.portal.rights import Standing
from officina_hub.portal.store.checks import find_check
from officina_hub.portal.store.courses import NO_SUCH_COURSE
from officina_hub.portal.store.data_agreements import owner_of
from officina_hub.portal.store.enrolment import role_of
from officina_hub.portal.store.releases import find_release
from officina_hub.portal.store.requests import find_request
from officina_hub.portal.store.submissions import find_submission

# What each part of a path may look like; anything else names nothing that could exist.
FORMS = {
    "course_id": re.compile(COURSE_ID_PATTERN),
    "exercise_id": re.compile(EXERCISE_ID_PATTERN),
    "submission_id": re.compile(r"^[0-9a-f-]{36}$"),
    "check_id": re.compile(r"^[0-9a-f-]{36}$"),
    "request_id": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "data_id": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "prestart_id": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "regrade_id": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "peer_id": re.compile(COURSE_ID_PATTERN),
    "their_course": re.compile(COURSE_ID_PATTERN),
    "release_id": re.compile(r"^[0-9]{1,9}$"),
    "job_id": re.compile(r"^[0-9]{1,9}$"),
    "record_id": re.compile(RECORD_ID_PATTERN),
    "search_id": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "user": re.compile(r"^[^\x00-\x1f\x7f]{1,255}$"),
    "notebook": re.compile(r"^[^\x00-\x1f\x7f]{1,255}$"),
}


def check_path(path: Mapping[str, str]) -> None:
    """Raise ``NotFound`` for a path with a part that cannot name anything."""
    for name, value in path.items():
        form = FORMS.get(name)
        if form is not None and not form.fullmatch(value):
            raise NotFound(
                "not-found",
                f"{value[:80]!a} cannot be the name of any {name.removesuffix('_id')} here, so "
                "there is nothing at this address. Look for a typing error in it.",
            )


def standing_of(session: Session, principal: Principal, path: Mapping[str, str]) -> Standing:
    """The standing of ``principal`` towards the course, submission or release in the path.

    Raises
    ------
    NotFound
        When there is no such submission, check, request, release or course.

    """
    owner: str | None = None
    course_id = path.get("course_id")
    if "submission_id" in path:
        submission = find_submission(session, path["submission_id"])
        course_id, owner = submission.course_id, submission.user
    elif "check_id" in path:
        check = find_check(session, path["check_id"])
        course_id, owner = check.course_id, check.user
    elif "release_id" in path:
        course_id = find_release(session, int(path["release_id"])).course_id
    elif "request_id" in path:
        owner = find_request(session, path["request_id"]).user
    elif "data_id" in path:
        owner = owner_of(session, path["data_id"])
    if course_id is None:
        return Standing(owner=owner)
    return Standing(
        course_id=course_id,
        role=role_of(session, course_id, principal.name),
        owner=owner,
        is_new_course=session.get(t.Course, course_id) is None,
    )


def no_such_course(course_id: str) -> NotFound:
    """The error that says so."""
    return NotFound("no-such-course", NO_SUCH_COURSE.format(course_id=course_id))
