"""Everything that is known at one moment for one person: what an offer and a quote are made of."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from officina_courses.saying import Sayings
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.kept import Silence
from officina_spawners.profiles import Profile
from officina_spawners.slurm.host_list import node_names
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation
from officina_spawners.slurm.unix_names import groups_of

log = logging.getLogger(__name__)

T = TypeVar("T")


class Situation(NamedTuple):
    """One cluster, as it is now for one person."""

    account: str  # the person's Unix account there
    nodes: tuple[Node, ...] | Silence
    partitions: tuple[Partition, ...] | Silence
    reservations: tuple[Reservation, ...] | Silence
    budgets: tuple[Budget, ...] | Silence
    as_of: datetime
    groups: frozenset[str] = frozenset()  # of the account
    nodes_before: tuple[Node, ...] | None = None  # as of then, where Slurm is silent now

    def usable_accounts(self, profile: Profile) -> tuple[Budget, ...] | Silence:
        """Those of the person that the profile takes."""
        if isinstance(self.budgets, Silence):
            return self.budgets
        wanted = profile.accounts
        return tuple(one for one in self.budgets if not wanted or one.account in wanted)

    def usable_reservations(self, profile: Profile) -> tuple[Reservation, ...]:
        """Those of the profile that are active and let this person in."""
        own = [one.account for one in known(self.usable_accounts(profile))]
        return tuple(
            one
            for one in known(self.reservations)
            if one.name in profile.reservations
            and one.is_active
            and one.admits(self.account, self.groups, own)
        )

    def nodes_kept_for(self, profile: Profile) -> frozenset[str]:
        """The nodes in those reservations."""
        found = (_nodes_of(one) for one in self.usable_reservations(profile))
        return frozenset[str]().union(*found)


async def situation_of(facts: ClusterFacts, account: str) -> Situation:
    """Look at everything at once."""
    nodes, partitions, reservations, budgets = await asyncio.gather(
        facts.nodes.look(),
        facts.partitions.look(),
        facts.reservations.look(),
        facts.budgets(account).look(),
    )
    ask_groups = any(one.groups for one in known(reservations))
    groups = await groups_of(account) if ask_groups else frozenset[str]()
    as_of, before = facts.nodes.as_of, facts.nodes.last
    return Situation(account, nodes, partitions, reservations, budgets, as_of, groups, before)


def _nodes_of(reservation: Reservation) -> frozenset[str]:
    try:
        return node_names(reservation.nodes)
    except ValueError as error:
        log.warning("the nodes of the reservation %s are not known: %s", reservation.name, error)
        return frozenset()


def known(found: tuple[T, ...] | Silence) -> tuple[T, ...]:
    """What there is; nothing where nobody knows."""
    return () if isinstance(found, Silence) else found


def silences(found: Sequence[object]) -> Sayings:
    """Why each of these is not known."""
    return tuple({str(one.why): one.why for one in found if isinstance(one, Silence)}.values())


Counts = Mapping[str, int]  # by profile: the person's sessions of it that exist now
