"""OfficinaSpawner as batchspawner's tests expect a spawner to be driven.

Those tests speak to a spawner through ``run_command``, the one method by which batchspawner runs
shell lines. ``ThroughRunCommand`` hands the questions and orders of our session and watcher to that
method, and reads the answers by the regular expressions that the tests set, so that their cases
meet our code. The differences in manner that are evened out stand in ``Adapted``, each with why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from time import monotonic
from typing import Any

from batchspawner.batchspawner import format_template
from job_records import MARKS
from jupyterhub.spawner import SpawnException

from officina_courses.saying import say
from officina_spawners import OfficinaSpawner
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.slurm.explanation import explained
from officina_spawners.slurm.jobs import Ending, Job, JobId, Listing
from officina_spawners.watching import Gone, Pace, QueueWatcher, Running

QUICK = Pace(starting_seconds=0.05, starting_slowest_seconds=0.1, nudge_seconds=0.01)
SAID_NOTHING = explained("refused", say("It was not taken."), advice=[say("Try again.")])
PROFILE = {"name": "theirs", "title": "Theirs", "place": "slurm"}
RUNNING: set[asyncio.Task[Any]] = set()


class ThroughRunCommand:
    """A client of Slurm whose commands are the shell lines of batchspawner's traits."""

    name = "theirs"
    tells_ends_together = False

    def __init__(self, spawner: Any) -> None:
        self._spawner = spawner
        self._is_lost = False  # the last question's answer was that there is no such job

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        out = await self._run("batch_submit_cmd", input=script, env=environment)
        if not out:
            raise Refused(SAID_NOTHING, "no number")
        return out

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        spawner, asked = self._spawner, monotonic()
        job = spawner.job_session.record.job
        try:
            spawner.job_status = await self._run("batch_query_cmd", job_id=job)
        except RuntimeError as error:
            spawner.job_status = str(error)
        if spawner.state_isunknown():
            raise Unanswered(spawner.job_status)
        jobs = {}
        if spawner.state_isrunning():
            jobs = {job: Job(id=job, state="RUNNING", node=spawner.state_gethost())}
        elif spawner.state_ispending():
            jobs = {job: Job(id=job, state="PENDING")}
        self._is_lost = not jobs
        return Listing(asked_at=asked, answered_at=monotonic(), jobs=jobs)

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        """In batchspawner's world the query alone proves an end."""
        return {job: Ending(id=job, state="COMPLETED") for job in ids if self._is_lost}

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        await self._run("batch_cancel_cmd", job_id=job)

    async def nodes(self) -> tuple[()]:
        return ()

    async def _run(self, trait: str, *, job_id: str = "", **given: Any) -> str:
        spawner = self._spawner
        words = {**spawner.get_req_subvars(), "job_id": job_id}
        lines = (spawner.exec_prefix, getattr(spawner, trait))
        line = " ".join(format_template(each, **words) for each in lines)
        # Theirs swallows a cancellation, so that of the watcher does not reach it.
        command = asyncio.create_task(spawner.run_command(line, **given))
        RUNNING.add(command)
        command.add_done_callback(RUNNING.discard)
        return str(await asyncio.shield(command))


class Adapted(OfficinaSpawner):
    """Our spawner with one cluster, reached through ``run_command``."""

    made: list[QueueWatcher] = []  # noqa: RUF012 - closed by the fixture

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.profiles, self.clusters = [PROFILE], [{"name": "theirs"}]
        client: Any = ThroughRunCommand(self)
        self._watcher = QueueWatcher(client, pace=QUICK)
        self.made.append(self._watcher)
        self._only = Site(Cluster(name="theirs"), client, self._watcher, MARKS, ("env",))

    def _site(self, cluster: str) -> Site:
        self._watcher.start()
        return self._only

    async def start(self) -> tuple[str, int]:
        """Theirs leaves the address in ``ip`` and fails with another exception.

        ``mock_port`` is what the job on the node would report.
        """
        reporting = asyncio.create_task(self._report())
        try:
            self.ip, self.port = await super().start()
        except SpawnException as refusal:
            self.clear_state()
            raise RuntimeError(str(refusal)) from refusal
        finally:
            reporting.cancel()
        return self.ip, self.port

    async def poll(self) -> int | None:
        """Theirs asks at each poll, calls every end 1 and clears itself, as the Hub does for us."""
        if self.job_session is not None:
            await self._watcher._rounds.look()
        if await super().poll() is None:
            return None
        self.clear_state()
        return 1

    def _listen_for_news(self) -> None:
        """There is no Hub here that would want to hear."""

    async def _report(self) -> None:
        while not ((session := self.job_session) and session.followed):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # nobody tells of a submit
        while not isinstance(session.followed.state, Running | Gone):
            await session.followed.changed()
        await self.port_arrived(self.mock_port)
