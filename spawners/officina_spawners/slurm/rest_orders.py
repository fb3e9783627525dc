"""Submitting, cancelling and extending by slurmrestd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from officina_spawners.slurm.as_person import check_names
from officina_spawners.slurm.jobs import JobId, known_id
from officina_spawners.slurm.rest_answers import ALREADY_DONE, NO_SUCH_JOB, obeyed
from officina_spawners.slurm.rest_notation import number
from officina_spawners.slurm.rest_requests import Requests, understood
from officina_spawners.slurm.rest_script import submission

ENDED = frozenset({NO_SUCH_JOB, ALREADY_DONE})


@dataclass(frozen=True)
class RestOrders:
    """What changes something; reading is ``rest``'s."""

    requests: Requests

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        """The values travel in the request's body."""
        check_names(environment)
        body = submission(script, environment, await self.requests.speaks())
        path = await self.requests.path("slurm", "job/submit")
        answer = await self.requests.door.post(path, body, person)
        if "job_id" not in answer:
            obeyed(answer)
        # With a number there may be errors, too: why the job, which is queued, cannot start yet.
        return understood(lambda: known_id(str(answer["job_id"])))

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        """Of a job that has ended slurmrestd complains; this does not."""
        path = await self.requests.path("slurm", f"job/{known_id(job)}")
        obeyed(await self.requests.door.delete(path, person), fine=ENDED)

    async def extend(self, job: JobId, minutes: int) -> None:
        """It can only be set, not added to, so two calls at once may add only once."""
        if minutes < 1:
            raise ValueError(f"a job cannot be extended by {minutes} minutes")
        found = await self.requests.get("slurm", f"job/{known_id(job)}", "jobs")
        limit = understood(lambda: number(found[0]["time_limit"]) if found else 0)
        if limit is None:
            return  # there is no limit to extend
        path = await self.requests.path("slurm", f"job/{job}")
        obeyed(await self.requests.door.post(path, {"time_limit": limit + minutes}))
