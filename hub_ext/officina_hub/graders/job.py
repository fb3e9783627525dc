"""What one job does: ``officina graders work``, which is a grader for a limited time."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from officina_courses.grading.confinement import require_isolation
from officina_hub.errors import StartError
from officina_hub.factory import load_factory
from officina_hub.grader import memory
from officina_hub.grader.main import Seat, work
from officina_hub.grader.shared_turns import SharedTurns
from officina_hub.grader.shift import Shift
from officina_hub.graders import lock_proof

log = logging.getLogger(__name__)

NUMBER = "SLURM_JOB_ID"


def main(data_dir: Path, idle_seconds: int) -> int:
    """Work until nothing waits or half of the job's time is over; returns the exit status."""
    factory = load_factory(data_dir / "factory.toml")
    # Before it takes any work, which would count as a try of that.
    require_isolation(factory.grading.isolation)
    lock_proof.make_sure(data_dir / "run")
    working_seconds = factory.grading.slurm.minutes * 60 / 2
    shift = Shift(
        idle_seconds=idle_seconds, working_seconds=working_seconds, is_worn=memory.has_grown
    )
    work(data_dir, factory, Seat(f"job-{_number()}", shift, SharedTurns(data_dir)))
    if not shift.was_heard:
        log.error("the portal never answered: can this node reach it, and is the token right?")
        return 1
    return 0


def _number() -> str:
    number = os.environ.get(NUMBER, "")
    if not number:
        raise StartError(
            f"The variable {NUMBER} is not set.",
            "A grader takes its name from the number of its job, so that no two have one name.",
            "Leave it to `officina graders keep`, which submits graders to Slurm.",
        )
    return number
