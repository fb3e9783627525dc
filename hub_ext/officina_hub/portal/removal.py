"""Removing somebody from a course: the line in the database, and the door of the course's server.

The database comes first. What the Hub is told is read after it, so two trainers who remove two
people at one time cannot let one of them in again.
"""

from __future__ import annotations

from officina_hub.portal.context import Portal
from officina_hub.portal.errors import Forbidden, HubUnavailable
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.enrolment import members, remove
from officina_widgets.wire import MemberRole

STILL_SHARED = (
    "{user} does not belong to {course_id} any more, but may still enter the course's own server, "
    "because the Hub was not told ({reason}). Open formgrader once that works again: it lets in "
    "the trainers of that moment and nobody else."
)


async def remove_member(portal: Portal, course_id: str, user: str, act: Act) -> MemberRole | None:
    """End a membership, a trainer's with the share of the course's server; tells what they were.

    May be repeated: whoever is no learner of the course is shut out of its server again.

    Raises
    ------
    Conflict
        When this is the last trainer.
    HubUnavailable
        When the membership is ended, but the share of the server could not be.

    """
    before = await portal.write(remove, course_id, user, act)
    if before == "learner":
        return before
    trainers = await portal.read(members, course_id, "trainer")
    try:
        await portal.hub.share_course_server(course_id, trainers)
    except (HubUnavailable, Forbidden) as error:
        message = STILL_SHARED.format(user=user, course_id=course_id, reason=error.code)
        raise HubUnavailable("share-not-withdrawn", message) from error
    return before
