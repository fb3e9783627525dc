"""What has become of a session that somebody wishes to hear about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from officina_courses.saying import say
from officina_hub.mail.wishes import MailWish, Outcome
from officina_hub.session_api.endings import last_ending
from officina_hub.session_api.mine import state_of
from officina_hub.session_api.person import Person
from officina_spawners import OfficinaSpawner
from officina_spawners.watching import Running, last_seen

# A wish comes with the start, and may be a little earlier at the Hub.
UNTIL_IT_MOVES = timedelta(minutes=1)
PORTAL = "services/officina/launch"
STOPPED = say("It was stopped before it had started.")


async def outcome_of(wish: MailWish, user: Any, now: datetime) -> MailWish:
    """The wish with what is new about its session."""
    person = Person(user)
    server = person.server(wish.server_name)
    state = state_of(server, server.job_session) if server is not None else "stopped"
    if server is not None and state == "running":
        return _with(wish, _started(server, person))
    if state != "stopped":
        return wish.model_copy(update={"has_moved": True})
    if not wish.has_moved and now - wish.asked_at < UNTIL_IT_MOVES:
        return wish
    return _with(wish, await _failed(server, person))


def _with(wish: MailWish, outcome: Outcome) -> MailWish:
    return wish.model_copy(update={"outcome": outcome})


def _started(server: OfficinaSpawner, person: Person) -> Outcome:
    job = server.job_session
    newest = last_seen(job.followed.state) if job is not None and job.followed else None
    return Outcome(
        has_started=True,
        title=_title(server, person),
        url=person.url(server),
        ends_at=newest.job.ends_at if isinstance(newest, Running) else None,
    )


async def _failed(server: OfficinaSpawner | None, person: Person) -> Outcome:
    ending = await last_ending(server) if server is not None else None
    base = str(person.url(person.spawner)).partition("user/")[0]
    return Outcome(
        has_started=False,
        title=_title(server, person) if server is not None else "",
        url=base + PORTAL,
        sentence=f"{ending.sentence} {ending.advice}".strip() if ending else str(STOPPED),
        said=(*ending.said, *ending.advice_said) if ending else (STOPPED,),
    )


def _title(server: OfficinaSpawner, person: Person) -> str:
    choice = person.choice(server)
    titles = {each.name: each.title for each in person.offers.profiles}
    return titles.get(choice.profile, "") if choice is not None else ""
