"""What one job does: ``officina graders work``, which is a grader for a limited time."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Final

from officina_courses.grading.confinement import require_isolation
from officina_hub.errors import StartError
from officina_hub.factory import load_factory
from officina_hub.grader import memory
from officina_hub.grader.main import Seat, work
from officina_hub.grader.shared_turns import SharedTurns
from officina_hub.grader.shift import Shift
from officina_hub.graders import lock_proof
from officina_widgets.wire import JobKind

log = logging.getLogger(__name__)

NUMBER = "SLURM_JOB_ID"
PROOFS: Final[tuple[JobKind, ...]] = ("prove",)


def main(data_dir: Path, idle_seconds: int, kinds: tuple[JobKind, ...] = ()) -> int:
    """Work until nothing waits or half of the job's time is over; returns the exit status.

    Where ``kinds`` are named, it takes no other work.
    """
    factory = load_factory(data_dir / "factory.toml")
    # Before it takes any work, which would count as a try of that.
    require_isolation(factory.grading.isolation)
    lock_proof.make_sure(data_dir / "run")
    jobs = factory.grading.slurm
    is_prover = kinds == PROOFS
    name = "prover-job" if is_prover else "job"
    minutes = jobs.for_proofs().minutes if is_prover else jobs.minutes
    shift = Shift(
        idle_seconds=idle_seconds, working_seconds=minutes * 60 / 2, is_worn=memory.has_grown
    )
    work(data_dir, factory, Seat(f"{name}-{_number()}", shift, SharedTurns(data_dir), kinds))
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
