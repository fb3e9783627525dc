"""Lengthening a session that runs, as far as its profile and the partition allow."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field
from tornado.web import HTTPError

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_hub.session_api.answers import ExtendAnswer
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.kept import Silence
from officina_hub.session_api.person import Person
from officina_hub.session_api.queueing import others_wait
from officina_hub.session_api.stock import partition_of
from officina_spawners import OfficinaSpawner
from officina_spawners.profiles import Profile
from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.slurm.jobs import Job
from officina_spawners.watching import Running

NOT_RUNNING = say(
    "This session does not run as a job, or nobody can say so now, so its time was not changed. "
    "Only a running session on a cluster can be lengthened."
)
NEVER = (
    "Sessions of the kind {title} are not lengthened on this hub, so nothing was changed. Save "
    "your work before the time is up, and start the same session again."
)
TOO_MUCH = (
    "A session of the kind {title} is lengthened by at most {limit} minutes at a time, and {found} "
    "were asked for, so nothing was changed. Ask for {limit} or fewer."
)
SOMEBODY_WAITS = say(
    "Others wait for the same GPUs, so the session was not lengthened. Save your work before the "
    "time is up; you can queue for another session now."
)
TOO_LONG = (
    "The partition {partition} lets a job run for {limit} minutes at most, so this one cannot be "
    "lengthened by {found}. Save your work before the time is up."
)
JUST_DONE = say(
    "This session was lengthened a moment ago, so it was not done twice. Look at its end."
)
SILENT = say(
    "Slurm does not answer at the moment, so the session was not lengthened. It runs on as before. "
    "Try again in a minute."
)


class ExtendBody(Frozen):
    """The body; empty for as many minutes as the profile gives at a time."""

    minutes: int | None = Field(default=None, ge=1, le=100_000)


async def extended(
    server: OfficinaSpawner, body: ExtendBody, person: Person, desk: Desk
) -> ExtendAnswer:
    """Lengthen it, or say why not (``HTTPError``)."""
    row, profile = _running(server, person)
    minutes = _minutes(body, profile)
    facts = desk.facts(person.offers, profile)
    if not desk.may_extend(row.id):
        raise HTTPError(409, str(JUST_DONE))
    try:
        await _check_policy(row, profile, facts)
        await _check_partition(row, profile, facts, minutes)
        await _extend(row, facts, minutes)
    except BaseException:
        desk.not_extended(row.id)
        raise
    assert row.ends_at is not None  # noqa: S101 - _running() looked
    ends_at = row.ends_at + timedelta(minutes=minutes)
    desk.note_end(row, ends_at)
    desk.site(person.offers, profile).watcher.nudge()
    return ExtendAnswer(minutes=minutes, ends_at=ends_at)


def _running(server: OfficinaSpawner, person: Person) -> tuple[Job, Profile]:
    session, choice = server.job_session, person.choice(server)
    followed = session.followed if session is not None else None
    if followed is None or choice is None or not isinstance(followed.state, Running):
        raise HTTPError(409, str(NOT_RUNNING))
    offered = {each.name: each for each in person.offers.profiles}
    row, profile = followed.state.job, offered.get(choice.profile)
    if profile is None or row.ends_at is None or server.pending:
        raise HTTPError(409, str(NOT_RUNNING))
    return row, profile


def _minutes(body: ExtendBody, profile: Profile) -> int:
    limit = profile.extension_minutes
    if profile.extension == "never":
        raise HTTPError(409, NEVER.format(title=profile.title))
    minutes = body.minutes or limit
    if minutes > limit:
        raise HTTPError(400, TOO_MUCH.format(title=profile.title, limit=limit, found=minutes))
    return minutes


async def _check_policy(row: Job, profile: Profile, facts: ClusterFacts) -> None:
    if profile.extension == "always":
        return
    facts.queue.forget()  # who came in the last seconds counts, too
    queue = await facts.queue.look()
    if isinstance(queue, Silence):
        raise HTTPError(503, str(SILENT))
    if others_wait(row.id, profile.partition, queue):
        raise HTTPError(409, str(SOMEBODY_WAITS))


async def _check_partition(row: Job, profile: Profile, facts: ClusterFacts, minutes: int) -> None:
    """An operator of Slurm may go beyond a partition's limit; the hub does not."""
    partitions = await facts.partitions.look()
    if isinstance(partitions, Silence):
        raise HTTPError(503, str(SILENT))
    partition = partition_of(profile, partitions)
    limit = partition.max_seconds if partition else None
    if partition is None or limit is None or row.starts_at is None or row.ends_at is None:
        return
    whole = (row.ends_at - row.starts_at).total_seconds() + minutes * 60
    if whole > limit:
        told = TOO_LONG.format(partition=partition.name, limit=limit // 60, found=minutes)
        raise HTTPError(409, told)


async def _extend(row: Job, facts: ClusterFacts, minutes: int) -> None:
    try:
        await facts.client.extend(row.id, minutes)
    except Refused as error:
        raise HTTPError(409, f"{error.explanation} The session was not lengthened.") from error
    except Unanswered as error:
        raise HTTPError(503, str(SILENT)) from error
