"""How long a running session may become: as long as a new one might be, and no longer.

The hub lengthens as an operator of Slurm, whom no limit stops. So it holds against the lengthened
session what stands against a start: the longest time of the profile, the partition, and the QOS or
account, and the budget. The budget has to last from now on: what has been used already is counted.
"""

from __future__ import annotations

import logging
import math
from datetime import UTC, datetime
from typing import NamedTuple

from officina_courses.saying import Saying, say
from officina_hub.session_api.answers import ProfileOffer
from officina_hub.session_api.declining import Declined
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.kept import Silence
from officina_hub.session_api.offering import cluster_offer, counted_hours
from officina_hub.session_api.person import Person
from officina_hub.session_api.quoting import hours_left, is_too_dear, is_too_long, owner_of
from officina_hub.session_api.situation import Situation, situation_of
from officina_spawners.errors import NoAccountError
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.client import Unanswered
from officina_spawners.slurm.jobs import Job, QueuedJob
from officina_spawners.slurm.resources import Wall
from officina_spawners.slurm.walls import wall_of

log = logging.getLogger(__name__)

SILENT = say(
    "Slurm does not answer at the moment, so the session was not lengthened. It runs on as before. "
    "Try again in a minute."
)
AS_LONG = say(
    "It would be %(whole)s minutes long, and sessions of the kind %(title)s become %(limit)s at "
    "most, so the session was not lengthened. Save your work before the time is up; you can start "
    "another session then."
)
TOO_LONG = say(
    "%(owner)s lets a job run for %(limit)s minutes at most, so this one cannot be lengthened by "
    "%(found)s. Save your work before the time is up."
)
TOO_DEAR = say(
    "%(system)s may count %(cost)s GPU-hours until the new end and the account %(account)s has "
    "%(left)s left, so the session was not lengthened. Save your work before the time is up, or "
    "ask the head of the account for more."
)
PARTITION = say("the partition %(partition)s")


class Wish(NamedTuple):
    """By how many minutes which session is to be lengthened."""

    row: Job
    profile: Profile
    choice: SessionChoice
    ends_at: datetime
    minutes: int

    def as_in_the_queue(self, own: QueuedJob | None) -> Wish:
        """With the account and the QOS that were left to Slurm's defaults."""
        paid = {"account": own.account, "qos": own.qos} if own else {}
        return self._replace(choice=self.choice.model_copy(update=paid))

    @property
    def whole_minutes(self) -> int:
        """From its start to its new end."""
        return minutes_long(self.row, self.ends_at) + self.minutes

    @property
    def minutes_from_now(self) -> int:
        """To its new end."""
        left = (self.ends_at - datetime.now(UTC)).total_seconds()
        return math.ceil(max(0.0, left) / 60) + self.minutes


def minutes_long(row: Job, ends_at: datetime | None) -> int:
    """How long it is until its present end; 0 where Slurm does not say."""
    if row.starts_at is None or ends_at is None:
        return 0
    return round((ends_at - row.starts_at).total_seconds() / 60)


def room_minutes(row: Job, profile: Profile, ends_at: datetime | None) -> int:
    """By how much one extension can lengthen it, as far as its profile is concerned."""
    room = profile.longest_minutes - minutes_long(row, ends_at)
    return max(0, min(profile.extension_minutes, room))


async def check_length(wish: Wish, person: Person, desk: Desk) -> None:
    """Refuse what a new session of that length would be refused for (``Declined``)."""
    _check_profile(wish)
    facts, account = desk.facts(person.offers, wish.profile), await _account(person)
    situation, queue = await situation_of(facts, account), await facts.queue.look()
    if isinstance(queue, Silence) or not _is_enough(situation):
        raise Declined(503, SILENT)
    own = next((row for row in queue if row.id == wish.row.id), None)
    wish = wish.as_in_the_queue(own)
    environments = person.offers.environments
    _check_cluster(wish, cluster_offer(wish.profile, situation, environments, wish.choice, 0))
    _check_wall(wish, await _walls(facts, account), own.partition if own else "")


async def _account(person: Person) -> str:
    try:
        return await person.unix_account()
    except NoAccountError as error:
        raise Declined(409, *error.said) from error


def _check_profile(wish: Wish) -> None:
    whole, limit = wish.whole_minutes, wish.profile.longest_minutes
    if whole > limit:
        raise Declined(409, AS_LONG.with_values(whole=whole, title=wish.profile.title, limit=limit))


def _is_enough(situation: Situation) -> bool:
    """A cluster without accounts has no budgets; one that does not answer may have some."""
    if isinstance(situation.partitions, Silence):
        return False
    return not isinstance(situation.budgets, Silence) or situation.budgets.is_lasting


def _check_cluster(wish: Wish, offer: ProfileOffer) -> None:
    lengthened = wish.choice.model_copy(update={"minutes": wish.whole_minutes})
    if is_too_long(lengthened, offer):
        raise _too_long(
            wish, PARTITION.with_values(partition=offer.partition), offer.longest_minutes or 0
        )
    from_now = wish.choice.model_copy(update={"minutes": wish.minutes_from_now})
    if is_too_dear(from_now, offer):
        told = TOO_DEAR.with_values(
            cost=counted_hours(from_now),
            account=from_now.account or offer.accounts[0].name,
            left=hours_left(from_now, offer) or 0.0,
        )
        raise Declined(409, told)


async def _walls(facts: ClusterFacts, account: str) -> tuple[Wall, ...]:
    try:
        return await facts.client.walls(account)
    except Unanswered as error:
        log.warning("the longest times of %s are not known: %s", account, error)
        raise Declined(503, SILENT) from error


def _check_wall(wish: Wish, walls: tuple[Wall, ...], partition: str) -> None:
    account, qos = wish.choice.account, wish.choice.qos
    wall = wall_of(walls, account=account, qos=qos, partition=partition)
    if wall is not None and wish.whole_minutes * 60 > wall.seconds:
        raise _too_long(wish, owner_of(wall, account=account, qos=qos), wall.seconds // 60)


def _too_long(wish: Wish, owner: Saying, limit: int) -> Declined:
    return Declined(409, TOO_LONG.with_values(owner=owner, limit=limit, found=wish.minutes))
