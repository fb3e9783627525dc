"""Everything that is known at one moment for one person: what an offer and a quote are made of."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.kept import Silence
from officina_spawners.profiles import Profile
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation

T = TypeVar("T")


class Situation(NamedTuple):
    """One cluster, as it is now for one person."""

    account: str  # the person's Unix account there
    nodes: tuple[Node, ...] | Silence
    partitions: tuple[Partition, ...] | Silence
    reservations: tuple[Reservation, ...] | Silence
    budgets: tuple[Budget, ...] | Silence
    as_of: datetime

    def usable_accounts(self, profile: Profile) -> tuple[Budget, ...] | Silence:
        """Those of the person that the profile takes."""
        if isinstance(self.budgets, Silence):
            return self.budgets
        wanted = profile.accounts
        return tuple(one for one in self.budgets if not wanted or one.account in wanted)

    def usable_reservations(self, profile: Profile) -> tuple[Reservation, ...]:
        """Those of the profile that are active and let this person in."""
        own = {one.account for one in known(self.budgets)}
        return tuple(
            one
            for one in known(self.reservations)
            if one.name in profile.reservations
            and one.is_active
            and (
                self.account in one.users
                or own & set(one.accounts)
                or not (one.users or one.accounts)
            )
        )


async def situation_of(facts: ClusterFacts, account: str) -> Situation:
    """Look at everything at once."""
    nodes, partitions, reservations, budgets = await asyncio.gather(
        facts.nodes.look(),
        facts.partitions.look(),
        facts.reservations.look(),
        facts.budgets(account).look(),
    )
    return Situation(account, nodes, partitions, reservations, budgets, facts.nodes.as_of)


def known(found: tuple[T, ...] | Silence) -> tuple[T, ...]:
    """What there is; nothing where nobody knows."""
    return () if isinstance(found, Silence) else found


def silences(found: Sequence[object]) -> tuple[str, ...]:
    """Why each of these is not known."""
    return tuple(dict.fromkeys(one.why for one in found if isinstance(one, Silence)))


Counts = Mapping[str, int]  # by profile: the person's sessions of it that exist now
