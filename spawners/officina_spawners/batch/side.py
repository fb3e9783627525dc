"""The cluster's side of one spawner: from what the Hub knows to a batch session and back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import compare_digest
from typing import Any, Protocol

from pydantic import SecretStr

from officina_spawners.batch.ledger import Ask
from officina_spawners.batch.order_of import account_of, order_of, person_environment
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.site import Site
from officina_spawners.environment import merged
from officina_spawners.errors import ClusterError
from officina_spawners.named import key_of
from officina_spawners.profiles import Offers, Profile, SessionChoice
from officina_spawners.stages import Stages


class JobPlace(Protocol):
    """What a spawner tells its cluster's side."""

    user: Any
    name: str
    api_token: str
    cmd: list[str]
    unix_accounts: dict[str, str]
    job_start_seconds: float
    longest_wait_hours: float
    req_prologue: str
    log: logging.Logger

    def get_args(self) -> list[str]: ...


class JobSide:
    """Finds, starts and ends the batch session of one spawner."""

    def __init__(
        self,
        spawner: JobPlace,
        key: str,
        records: JobRecords,
        site_of: Callable[[str], Site],
    ) -> None:
        self._spawner = spawner
        self._key = key
        self._records = records
        self._site_of = site_of
        self._session: BatchSession | None = None

    @property
    def session(self) -> BatchSession | None:
        """The session that the disk knows; None where there is none."""
        if self._session is None and (record := self._records.read(self._key)):
            try:
                self._session = self._opened(record.cluster)
            except ClusterError:
                self._spawner.log.warning(
                    "the job %s of %s is on %r, which is no cluster of this hub any more",
                    record.job,
                    record.user,
                    record.cluster,
                )
        return self._session if self._session and self._session.record else None

    @property
    def record(self) -> JobRecord | None:
        return self.session.record if self.session else None

    @property
    def is_unknown(self) -> bool:
        """Whether there is a record that nobody can read, so that nobody can say what runs."""
        return self.session is None and bool(self._records.trouble(self._key))

    async def start(
        self,
        offers: Offers,
        choice: SessionChoice,
        profile: Profile,
        environment: Callable[[], Mapping[str, object]],
        stages: Stages,
    ) -> tuple[str, int]:
        """Start what was chosen, or take up the very same that waits already."""
        # In threads, since accounts may be in a directory that answers slowly.
        name, table = self._spawner.user.name, self._spawner.unix_accounts
        account = await asyncio.to_thread(account_of, name, table)
        person = await asyncio.to_thread(person_environment, account)
        order = await asyncio.to_thread(
            order_of,
            account,
            choice,
            profile,
            offers.environments,
            self._spawner.get_args(),
            self._spawner.req_prologue,
        )
        if self.session is not None and not self.session.can_become(choice):
            await self.see_off(stages)
        session = self.session or self._opened(profile.cluster or offers.clusters[0].name)
        self._session = session
        if session.record is not None:
            self._spawner.api_token = session.record.token.get_secret_value()
        ask = Ask(
            hub_user=self._spawner.user.name,
            user=account,
            server_name=self._spawner.name,
            token=SecretStr(self._spawner.api_token),
            patience_seconds=self.patience_seconds(profile),
            start_seconds=self._spawner.job_start_seconds,
        )
        variables = merged(profile.variables, environment(), session.cluster.variables, person)
        return await session.start(ask, order, variables, stages)

    async def see_off(self, stages: Stages) -> None:
        """Let whatever job is left of this key be gone, so that something else may start."""
        if self.session is not None:
            await self.session.see_off(stages)

    def patience_seconds(self, profile: Profile) -> float:
        """How long a session of this profile may wait in the queue."""
        return min(profile.patience_hours, self._spawner.longest_wait_hours) * 3600

    def token_of_running(self) -> str:
        """The token of a session that an earlier hub started; empty where none runs."""
        record = self._records.read(self._key)
        return record.token.get_secret_value() if record and record.phase == "running" else ""

    def will_know(self, token: str) -> bool:
        """Whether a job of this person has that token and has yet to be taken up by this hub."""
        user = self._spawner.user
        own = (self._records.read(key_of(user.name, name)) for name in user.orm_spawners)
        return any(
            record.phase == "starting" and compare_digest(record.token.get_secret_value(), token)
            for record in own
            if record is not None
        )

    def _opened(self, cluster: str) -> BatchSession:
        return BatchSession(self._site_of(cluster), self._records, self._key, self._spawner.log)


def records_in(run_dir: str) -> JobRecords:
    """The records of a hub's batch sessions, beside those of its local ones."""
    return JobRecords(Path(run_dir, "jobs"))
