"""A person's own servers, each as it is now: read from the Hub's memory and the queue watcher."""

from __future__ import annotations

from datetime import UTC, datetime

from officina_courses.saying import Saying, say
from officina_hub.session_api.answers import Extension, SessionAnswer, State
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.endings import last_ending
from officina_hub.session_api.lengths import room_minutes
from officina_hub.session_api.person import Person
from officina_hub.session_api.queueing import in_queue
from officina_hub.session_api.quoting import choice_of
from officina_spawners import OfficinaSpawner
from officina_spawners.batch.session import BatchSession
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.watching import Gone, Running, Unknown, Waiting

DOUBT = say(
    "%(system)s does not answer at the moment, so this may be out of date. Your session goes on."
)

STILL_THERE = say(
    "%(system)s does not answer at the moment, so your session could not be ended yet. It is "
    "cancelled as soon as %(system)s answers; until then it may go on and count against your "
    "budget."
)


async def session_answer(server: OfficinaSpawner, person: Person, desk: Desk) -> SessionAnswer:
    """All that is known of one server."""
    choice = person.choice(server)
    profile = person.offers.profile(choice) if choice and _is_offered(choice, person) else None
    job = server.job_session
    state = state_of(server, job)
    found: dict[str, object] = {
        "state": state,
        "url": person.url(server) if state == "running" else "",
        "steps": server.steps,
    }
    if choice is not None and profile is not None:
        found |= {
            "profile": profile.name,
            "title": profile.title,
            "place": profile.place,
            "choice": choice_of(choice, profile),
            "nodes": choice.nodes,
        }
    if state == "stopped":
        found["last_ending"] = await last_ending(server)
    elif job is not None and job.record is not None:
        found |= _of_job(job, profile, desk)
        if state == "waiting" and profile is not None and choice is not None:
            found |= await in_queue(job, choice, profile, person, desk)
    elif server.orm_spawner.started is not None:
        found["started_at"] = server.orm_spawner.started.replace(tzinfo=UTC)
    return SessionAnswer.model_validate({"server": server.name, **found})


def state_of(server: OfficinaSpawner, job: BatchSession | None) -> State:
    """Where it stands. A session that waits when its hub died is still waiting."""
    phase = job.record.phase if job is not None and job.record is not None else ""
    if server.pending == "stop" or phase == "leaving":
        return "stopping"
    if phase == "starting":
        return "starting" if isinstance(_newest(job), Running) else "waiting"
    if server.pending in {"spawn", "check"}:
        return "starting"
    return "running" if server.ready else "stopped"


def _newest(job: BatchSession | None) -> Waiting | Running | None:
    """The last time that Slurm showed it; an unanswered question changes nothing."""
    followed = job.followed if job is not None else None
    state = followed.state if followed is not None else None
    if isinstance(state, Unknown | Gone):
        return state.last
    return state


def _of_job(job: BatchSession, profile: Profile | None, desk: Desk) -> dict[str, object]:
    assert job.record is not None  # noqa: S101 - the caller looked
    found: dict[str, object] = {"job": job.record.job or "", "asked_at": job.record.asked_at}
    if trouble := _trouble(job):
        found |= {"trouble": str(trouble), "trouble_said": (trouble,)}
    newest = _newest(job)
    if not isinstance(newest, Running):
        return found
    row = newest.job
    ends_at = desk.end_of(row)
    found |= {"node": row.node or "", "started_at": row.starts_at, "ends_at": ends_at}
    if ends_at is not None:
        left = (ends_at - datetime.now(UTC)).total_seconds()
        found["seconds_left"] = max(0, round(left))
    if profile is not None and profile.extension != "never" and job.record.phase == "running":
        room = room_minutes(row, profile, ends_at)
        found["extension"] = Extension(minutes=room) if room else None
    return found


def _trouble(job: BatchSession) -> Saying | None:
    """Why what is told of it may be out of date."""
    if job.waits_for_an_answer:
        return STILL_THERE
    state = job.followed.state if job.followed is not None else None
    return DOUBT if isinstance(state, Unknown) and state.last else None


def _is_offered(choice: SessionChoice, person: Person) -> bool:
    """A profile may have been taken out of factory.toml while a session of it runs."""
    return choice.profile in {each.name for each in person.offers.profiles}
