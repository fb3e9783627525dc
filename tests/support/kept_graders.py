"""A keeper of graders whose portal, cluster and patience are in a test's hands."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from memory_cluster import MemoryCluster, row

from officina_hub.factory.grader_jobs import GraderJobs
from officina_hub.graders.keeper import Keeper, Slurm
from officina_hub.graders.needs import Patience
from officina_hub.graders.script import Order
from officina_hub.graders.state import GradersState, read_state
from officina_spawners.slurm.jobs import Ending, JobId
from officina_widgets.errors import PortalError
from officina_widgets.wire import QueueState

ME = getpass.getuser()
MARK = "officina-graders:0123456789abcdef"
VARIABLES = {"JUPYTERHUB_API_TOKEN": "grader"}


class ToldPortal:
    """Says what a test told it."""

    def __init__(self) -> None:
        self.waiting = 0
        self.in_hand = 0
        self.fault: PortalError | None = None

    def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
        if self.fault:
            raise self.fault
        return QueueState(waiting=self.waiting, in_hand=self.in_hand)


class ArrayCluster(MemoryCluster):
    """Takes what a script asks for: so many tasks, with its comment."""

    lost_answer: Exception | None = None  # the job is there all the same
    refusal_of_submit: Exception | None = None
    tries = 0

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        self.tries += 1
        if self.refusal_of_submit:
            raise self.refusal_of_submit
        first = 1000 + len(self.rows) + len(self.over)
        ids = [str(first + number) for number in range(_tasks(script))]
        self.submitted.append((script, person, environment))
        for job in ids:
            self.rows[job] = row(job, person, comment=MARK)
        if self.lost_answer:
            raise self.lost_answer
        return ids[0]


class KeptGraders:
    """The keeper and everything around it; ``now`` is the clock of its patience."""

    def __init__(self, folder: Path, **jobs: int) -> None:
        self.portal = ToldPortal()
        self.cluster = ArrayCluster()
        self.now = 1000.0
        self.folder = folder
        self.jobs = GraderJobs.model_validate({"folder": str(folder), **jobs})
        self.patience = Patience(lambda: self.now)
        self.keeper = self.made()

    def made(self) -> Keeper:
        """A keeper, as it is after a start."""
        order = Order(comment=MARK, jobs=self.jobs)
        slurm = Slurm(self.cluster, ME, VARIABLES)
        return Keeper(self.portal, slurm, order, self.folder, patience=self.patience)

    @property
    def counts(self) -> list[int]:
        """How many graders each submission was for."""
        return [_tasks(script) for script, _, _ in self.cluster.submitted]

    @property
    def state(self) -> GradersState:
        found = read_state(self.folder)
        assert found is not None
        return found

    def run_all(self) -> None:
        """Slurm has found room for all that wait."""
        for job in [each.id for each in self.cluster.rows.values() if each.is_waiting]:
            self.cluster.run(job)

    def end_all(self, state: str = "FAILED", *, seconds: float = 3) -> None:
        """All of them end, so long after their begin."""
        ended = datetime.now(UTC)
        for job in list(self.cluster.rows):
            self.cluster.end(job, state)
            self.cluster.over[job] = Ending(
                id=job,
                state=state,
                exit_code=1 if state == "FAILED" else 0,
                started_at=ended - timedelta(seconds=seconds),
                ended_at=ended,
                node="c1",
            )


def _tasks(script: str) -> int:
    _, _, rest = script.partition("#SBATCH --array=1-")
    return int(rest.partition("\n")[0]) if rest else 1
