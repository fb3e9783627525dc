"""What can be told about a job that waits: its place, why, and when it may start."""

from __future__ import annotations

from collections.abc import Sequence

from officina_courses.saying import say
from officina_hub.session_api.answers import Place
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.kept import Silence
from officina_hub.session_api.person import Person
from officina_hub.session_api.situation import known
from officina_hub.session_api.stock import partition_of
from officina_spawners.batch.session import BatchSession
from officina_spawners.errors import NoAccountError
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.explanation import Circumstances
from officina_spawners.slurm.jobs import JobId, QueuedJob
from officina_spawners.slurm.words import why_it_waits
from officina_spawners.watching import Waiting

# Only these wait for room; a hold, a dependency or a limit is over when somebody says so.
COMPETING = frozenset({"", "Priority", "Resources"})

NOT_YET = say("It has not been handed over to %(system)s yet.")


async def in_queue(
    job: BatchSession, choice: SessionChoice, profile: Profile, person: Person, desk: Desk
) -> dict[str, object]:
    """The fields of the answer that are about waiting."""
    followed = job.followed
    if followed is None:
        return {"why": str(NOT_YET), "why_said": (NOT_YET,)}
    facts = desk.facts(person.offers, profile)
    account = await _account_of(person)
    if account:
        facts.forget_moved(person.name, account, person.footprint())
    place = place_of(followed.job, await facts.queue.look())
    row = followed.state.job if isinstance(followed.state, Waiting) else None
    found: dict[str, object] = {"queue": place}
    if row is not None:
        budgets = known(await facts.budgets(account).look()) if account else ()
        told = why_it_waits(
            row,
            Circumstances(
                account=choice.account,
                qos=choice.qos,
                partition=partition_of(profile, known(await facts.partitions.look())),
                budget=next((one for one in budgets if one.account == choice.account), None),
                gpus=choice.gpus * choice.nodes,
                minutes=choice.minutes,
            ),
        )
        found |= {"why": told.sentence, "advice": told.advice}
        found |= {"why_said": told.said, "advice_said": told.advised}
    found["expected"] = await desk.estimator(person.offers, profile).of_job(followed.job)
    return found


async def _account_of(person: Person) -> str:
    """Who they are on the cluster; empty for whoever lost their account while a job waits."""
    try:
        return await person.unix_account()
    except NoAccountError:
        return ""


def place_of(job: JobId, queue: Sequence[QueuedJob] | Silence) -> Place | None:
    """Its place among those that wait for room in the same partition, in Slurm's order."""
    rows = () if isinstance(queue, Silence) else queue
    own = next((row for row in rows if row.id == job), None)
    if own is None or not _competes(own):
        return None
    waiting = [row for row in rows if _competes(row) and _partitions(row) & _partitions(own)]
    waiting.sort(key=lambda row: (-row.priority, int(row.id)))
    return Place(place=waiting.index(own) + 1, waiting=len(waiting))


def others_wait(job: JobId, partition: str, queue: Sequence[QueuedJob]) -> bool:
    """Whether another job waits for room in that partition."""
    own = next((row for row in queue if row.id == job), None)
    wanted = _partitions(own) if own else {partition}
    return any(_competes(row) and row.id != job and _partitions(row) & wanted for row in queue)


def _competes(row: QueuedJob) -> bool:
    return row.is_waiting and row.reason in COMPETING


def _partitions(row: QueuedJob) -> set[str]:
    return set(row.partition.split(","))
