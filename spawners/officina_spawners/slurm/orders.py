"""Submitting, cancelling and extending by Slurm's commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from officina_spawners.slurm import sbatch
from officina_spawners.slurm.acting import Acting
from officina_spawners.slurm.as_person import check_names, usual_prefix
from officina_spawners.slurm.client import Refused
from officina_spawners.slurm.commands import Answer, Commands
from officina_spawners.slurm.jobs import JobId, known_id
from officina_spawners.slurm.silence import is_refusal, not_done
from officina_spawners.slurm.words import why_it_was_refused

ENDED = "Job/step already completing or completed"


@dataclass(frozen=True)
class Orders:
    """What changes something; reading is ``command_line``'s."""

    commands: Commands
    prefix: tuple[str, ...] = field(default_factory=usual_prefix)
    selector: tuple[str, ...] = ()

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        """The script goes through a pipe, the values through sbatch's environment."""
        check_names(environment)
        names = ",".join(sorted(environment)) or "NONE"
        options = ["--parsable", f"--export={names}"]
        answer = await self._as(person, "sbatch", options, environment, script.encode())
        job = sbatch.read_job(answer.text) if answer.status == 0 else None
        if job is None:
            raise _failure(answer)
        return job

    async def try_submit(self, script: str, person: str) -> datetime | None:
        """``--test-only``: nothing is queued."""
        answer = await self._as(person, "sbatch", ["--test-only"], {}, script.encode())
        if answer.status != 0:
            raise _failure(answer)
        return sbatch.read_start(answer.err)

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        """Of a job that has ended scancel says nothing, and neither does this."""
        job = known_id(job)
        if person is None:
            answer = await self._run([self.commands.program("scancel"), *self.selector, job])
        else:
            answer = await self._as(person, "scancel", [job], {}, b"")
        if (answer.status != 0 or answer.said) and ENDED not in answer.err:
            raise _failure(answer)

    async def extend(self, job: JobId, minutes: int) -> None:
        """Slurm itself adds, so two calls at once add twice and none is lost."""
        if minutes < 1:
            raise ValueError(f"a job cannot be extended by {minutes} minutes")
        job = known_id(job)
        scontrol = self.commands.program("scontrol")
        order = ["update", f"JobId={job}", f"TimeLimit=+{minutes}"]
        answer = await self._run([scontrol, *self.selector, *order])
        if answer.status != 0:
            raise _failure(answer)

    async def _as(
        self,
        person: str,
        name: str,
        options: list[str],
        environment: Mapping[str, str],
        stdin: bytes,
    ) -> Answer:
        argv = [name, *self.selector, *options]
        acting = Acting(self.commands, self.prefix)
        return await acting.run(person, argv, environment=environment, stdin=stdin)

    async def _run(self, argv: list[str]) -> Answer:
        return await self.commands.run(argv, timeout_seconds=self.commands.acting_seconds)


def _failure(answer: Answer) -> Exception:
    if is_refusal(answer):
        return Refused(why_it_was_refused(answer.err), answer.said)
    return not_done(answer)
