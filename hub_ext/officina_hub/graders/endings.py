"""How graders that are gone ended, and whether the next would end the same way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

from officina_hub.graders.needs import is_failure
from officina_spawners.batch.log_tail import MOST_BYTES, shown
from officina_spawners.slurm.client import SlurmClient, Unanswered
from officina_spawners.slurm.jobs import Ending, JobId

# Slurm's accounting may learn of an end a little later than the queue.
UNTOLD_SECONDS = 60.0


class Verdict(NamedTuple):
    """What the last endings say about graders here."""

    failure: str = ""  # of one that broke off, for the operator
    is_well: bool = False  # one has worked to its end


class Endings:
    """The jobs that are gone and of which Slurm has not told yet how."""

    def __init__(
        self,
        client: SlurmClient,
        log: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._log = log  # its path, with {job} for the number
        self._clock = clock
        self._gone: dict[JobId, float] = {}

    @property
    def is_unsure(self) -> bool:
        """Whether some may have failed; those of which nobody knows are given up in the end."""
        return bool(self._gone)

    def add(self, jobs: Collection[JobId]) -> None:
        """These are not in the queue any more."""
        for job in jobs:
            self._gone.setdefault(job, self._clock())

    async def look(self) -> Verdict:
        """Ask about all of them at once."""
        if not self._gone:
            return Verdict()
        try:
            told = await self._client.endings(self._gone.keys())
        except Unanswered:  # also where no accounting is kept, and slurmctld has forgotten
            told = {}
        ended = [told[job] for job in self._gone if job in told]
        oldest = self._clock() - UNTOLD_SECONDS
        self._gone = {
            job: since for job, since in self._gone.items() if job not in told and since > oldest
        }
        failed = [each for each in ended if is_failure(each)]
        if not failed:
            return Verdict(is_well=bool(ended))
        return Verdict(failure=self._told(failed[-1]))

    def _told(self, ending: Ending) -> str:
        log = Path(self._log.format(job=ending.id))
        words = _last_words(log)
        said = f" Its last words: “{words}”." if words else ""
        return f"The grader in job {ending.id} {_how(ending)}.{said} Its log: {log}"


def _last_words(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - MOST_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:  # it never began
        return ""
    return next((line.strip() for line in reversed(shown(text)) if line.strip()), "")


def _how(ending: Ending) -> str:
    by = f" by {ending.cancelled_by}" if ending.cancelled_by else ""
    if ending.started_at is None or ending.ended_at is None:
        return f"never began: {ending.state}{by}"
    seconds = round((ending.ended_at - ending.started_at).total_seconds())
    code = f" with exit code {ending.exit_code}" if ending.exit_code else ""
    return f"ended after {seconds} s: {ending.state}{by}{code}"
