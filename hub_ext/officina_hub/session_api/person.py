"""The person of a request: their servers, and who they are on the clusters."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from officina_spawners import OfficinaSpawner
from officina_spawners.batch.order_of import account_of
from officina_spawners.errors import OptionsError
from officina_spawners.profiles import Offers, SessionChoice
from officina_spawners.watching import last_seen


class Person:
    """One hub user, as the Hub has them in memory."""

    def __init__(self, user: Any) -> None:
        self.name: str = user.name
        self._user = user
        self.spawner: OfficinaSpawner = user.get_or_create_spawner("", "")
        self.offers: Offers = self.spawner.offers

    def servers(self) -> list[OfficinaSpawner]:
        """The default one first, then those with a name."""
        names = sorted(self._user.orm_spawners)
        return [self._user.get_spawner(name) for name in names]

    def server(self, name: str) -> OfficinaSpawner | None:
        """The server of that name; None where this person has none."""
        return self._user.get_spawner(name) if name in self._user.orm_spawners else None

    def url(self, server: OfficinaSpawner) -> str:
        """Where it answers."""
        return str(self._user.server_url(server.name))

    def in_use(self) -> Mapping[str, int]:
        """By profile: how many of this person's sessions wait, start, run or stop."""
        choices = [self.choice(one) for one in self.servers() if is_alive(one)]
        return Counter(each.profile for each in choices if each is not None)

    def footprint(self) -> Hashable:
        """Which of their sessions on clusters are where; it differs after each start and stop."""
        return frozenset(filter(None, map(_trace, self.servers())))

    def choice(self, server: OfficinaSpawner) -> SessionChoice | None:
        """What was chosen for it; None where that is not offered any more."""
        job = server.job_session
        if job is not None and job.record is not None:
            return job.record.choice
        try:
            return self.offers.judge(server.user_options)
        except OptionsError:
            return None

    async def unix_account(self) -> str:
        """Who the person is on the cluster.

        Raises
        ------
        NoAccountError
            When they are nobody there.

        """
        return await asyncio.to_thread(account_of, self.name, self.spawner.unix_accounts)


def is_alive(server: OfficinaSpawner) -> bool:
    """Whether it waits, starts, runs or stops; a job that waits counts when its hub died, too."""
    return bool(server.active) or server.job_session is not None


def _trace(server: OfficinaSpawner) -> Hashable:
    job = server.job_session
    if job is None or job.record is None:
        return None
    newest = last_seen(job.followed.state) if job.followed else None
    return server.name, job.record.job, job.record.phase, type(newest).__name__
