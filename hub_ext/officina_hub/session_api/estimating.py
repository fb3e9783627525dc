"""Who says when a start is to be expected: a small promise that a cluster's estimator keeps."""

from __future__ import annotations

from typing import Protocol

from officina_hub.session_api.answers import Accuracy, Expected
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.jobs import JobId


class StartEstimator(Protocol):
    """Asked while a page is made, so an answer is quick or None; None also where nobody knows."""

    async def of_choice(self, choice: SessionChoice, profile: Profile) -> Expected | None:
        """When a session of this choice would start, if it were asked for now."""
        ...

    async def of_job(self, job: JobId) -> Expected | None:
        """When a job that waits will start."""
        ...

    def accuracy(self) -> Accuracy | None:
        """How good these answers have been; None where too little is known."""
        ...
