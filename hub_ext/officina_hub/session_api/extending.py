"""Lengthening a session that runs: who may, when, and that it is done once."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_hub.session_api.answers import ExtendAnswer
from officina_hub.session_api.declining import Declined
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.kept import Silence
from officina_hub.session_api.lengths import SILENT, Wish, check_length, room_minutes
from officina_hub.session_api.person import Person
from officina_hub.session_api.queueing import others_wait
from officina_spawners import OfficinaSpawner
from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.watching import Running

NOT_RUNNING = say(
    "This session does not run as a job, or nobody can say so now, so its time was not changed. "
    "Only a running session on a cluster can be lengthened."
)
NEVER = say(
    "Sessions of the kind %(title)s are not lengthened on this hub, so nothing was changed. Save "
    "your work before the time is up, and start the same session again."
)
TOO_MUCH = say(
    "A session of the kind %(title)s is lengthened by at most %(limit)s minutes at a time, and "
    "%(found)s were asked for, so nothing was changed. Ask for %(limit)s or fewer."
)
SOMEBODY_WAITS = say(
    "Others wait for the same GPUs, so the session was not lengthened. Save your work before the "
    "time is up; you can queue for another session now."
)
JUST_DONE = say(
    "This session was lengthened a moment ago, so it was not done twice. Look at its end."
)
NOT_DONE = say("The session was not lengthened.")


class ExtendBody(Frozen):
    """The body; empty for as many minutes as the profile gives at a time."""

    minutes: int | None = Field(default=None, ge=1, le=100_000)


async def extended(
    server: OfficinaSpawner, body: ExtendBody, person: Person, desk: Desk
) -> ExtendAnswer:
    """Lengthen it, or say why not (``Declined``)."""
    wish = _wish(server, body, person, desk)
    facts = desk.facts(person.offers, wish.profile)
    if not desk.claim_extension(wish.row.id):
        raise Declined(409, JUST_DONE)
    try:
        await _check_policy(wish, facts)
        await check_length(wish, person, desk)
        await _extend(wish, facts)
    except BaseException:
        desk.drop_claim(wish.row.id)
        raise
    ends_at = wish.ends_at + timedelta(minutes=wish.minutes)
    desk.note_end(wish.row, ends_at)
    desk.site(person.offers, wish.profile).watcher.nudge()
    return ExtendAnswer(minutes=wish.minutes, ends_at=ends_at)


def _wish(server: OfficinaSpawner, body: ExtendBody, person: Person, desk: Desk) -> Wish:
    session, choice = server.job_session, person.choice(server)
    followed = session.followed if session is not None else None
    if followed is None or choice is None or not isinstance(followed.state, Running):
        raise Declined(409, NOT_RUNNING)
    offered = {each.name: each for each in person.offers.profiles}
    row, profile = followed.state.job, offered.get(choice.profile)
    ends_at = desk.end_of(row)
    if profile is None or ends_at is None or server.pending:
        raise Declined(409, NOT_RUNNING)
    limit = profile.extension_minutes
    if profile.extension == "never":
        raise Declined(409, NEVER.with_values(title=profile.title))
    minutes = body.minutes or room_minutes(row, profile, ends_at) or limit
    if minutes > limit:
        told = TOO_MUCH.with_values(title=profile.title, limit=limit, found=minutes)
        raise Declined(400, told)
    return Wish(row, profile, choice, ends_at, minutes)


async def _check_policy(wish: Wish, facts: ClusterFacts) -> None:
    if wish.profile.extension == "always":
        return
    facts.queue.forget()  # who came in the last seconds counts, too
    queue = await facts.queue.look()
    if isinstance(queue, Silence):
        raise Declined(503, SILENT)
    if others_wait(wish.row.id, wish.profile.partition, queue):
        raise Declined(409, SOMEBODY_WAITS)


async def _extend(wish: Wish, facts: ClusterFacts) -> None:
    try:
        await facts.client.extend(wish.row.id, wish.minutes)
    except Refused as error:
        told = error.explanation
        raise Declined(409, *told.said, *told.advised, NOT_DONE) from error
    except Unanswered as error:
        raise Declined(503, SILENT) from error
