"""Start one grader as a process: ``officina grader --data-dir D --number 1``."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Final, NamedTuple

from officina_courses.environments.folder import FOLDER_VARIABLE
from officina_courses.grading import best_engine
from officina_hub.environments import environments_folder
from officina_hub.factory import Factory, load_factory
from officina_hub.factory.limits import package_limits
from officina_hub.factory.sessions import Grading
from officina_hub.grader import regrading
from officina_hub.grader.checking import check
from officina_hub.grader.grading import grade, publish_feedback, requested
from officina_hub.grader.heartbeat import Heartbeat, LeaseKeeper
from officina_hub.grader.memory import bound_memory, has_grown
from officina_hub.grader.overtime import end_stuck_process, longest_seconds
from officina_hub.grader.preparing import prepare
from officina_hub.grader.proving import prove
from officina_hub.grader.shared_turns import SharedTurns
from officina_hub.grader.shift import Shift
from officina_hub.grader.turns import CourseTurns, only_one
from officina_hub.grader.worker import Answer, Work, Worker
from officina_hub.grader.workplace import workplace
from officina_widgets.client import PortalClient
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import Job, JobKind

GRADER = "grader"
SEATS: Final[Mapping[tuple[JobKind, ...], str]] = {("check",): "checker", ("prove",): "prover"}


class Seat(NamedTuple):
    """A grader's name among the others, how long it stays, its way into courses, and what it takes.

    Where ``kinds`` are named, it takes no other work.
    """

    name: str
    shift: Shift
    turns: CourseTurns
    kinds: tuple[JobKind, ...] = ()


def main(data_dir: Path, number: int = 1, kinds: tuple[JobKind, ...] = ()) -> int:
    """Work until SIGTERM or SIGINT as the grader of that number; returns the exit status.

    It also ends when it has become too large; whoever keeps graders alive starts another. Where
    ``kinds`` are named, it takes no other work, and has a name and numbers of its own.
    """
    factory = load_factory(data_dir / "factory.toml")
    name = f"{SEATS.get(kinds, GRADER)}-{number}"
    turns = course_turns(data_dir, factory.grading)
    with only_one(data_dir / "run" / f"{name}.lock"):
        work(data_dir, factory, Seat(name, Shift(is_worn=has_grown), turns, kinds))
    return 0


def course_turns(data_dir: Path, grading: Grading) -> CourseTurns:
    """Those of all graders of this hub, on whichever machine."""
    if grading.kind == "slurm":
        return SharedTurns(Path(grading.slurm.folder))
    return CourseTurns(data_dir / "run" / "courses")


def work(data_dir: Path, factory: Factory, seat: Seat) -> None:
    """Work in this seat until its shift is over, or SIGTERM or SIGINT ends the process."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    signal.signal(signal.SIGTERM, _leave)
    bound_memory()
    courses_dir = data_dir / "courses"
    environments = environments_folder(factory, data_dir)
    os.environ[FOLDER_VARIABLE] = str(environments)  # for whatever runs a course as a whole
    limits = package_limits(factory.portal)
    rules = factory.grading
    name, shift, turns, kinds = seat
    # Where graders of several machines work, only the machines' own locks are sure to be told.
    at_work: Heartbeat | None = None
    beside = None if rules.kind == "slurm" else courses_dir
    with (
        workplace(beside),
        PortalClient.from_environment() as client,
        best_engine(rules.isolation) as engine,
    ):

        def prepare_one(job: Job) -> Answer:
            with turns.take(job.course_id):
                return prepare(
                    job,
                    client=client,
                    courses_dir=courses_dir,
                    limits=limits.course,
                    environments=environments,
                )

        def graded_by(how: Callable[..., Answer]) -> Work:
            def graded(job: Job) -> Answer:
                with requested(
                    job,
                    client=client,
                    courses_dir=courses_dir,
                    environments=environments,
                    rules=rules,
                    limits=limits,
                ) as request:
                    turn = partial(turns.take, job.course_id)
                    return how(job, request, engine=engine, turn=turn)

            return graded

        def undo_one(job: Job) -> Answer:
            with turns.take(job.course_id):
                return regrading.undo(job, courses_dir=courses_dir)

        def publish_one(job: Job) -> Answer:
            with turns.take(job.course_id):
                return publish_feedback(job, courses_dir=courses_dir)

        def tell(progress: ProofProgress) -> None:
            if at_work is not None:
                at_work.tell(progress)

        def prove_one(job: Job) -> Answer:
            return prove(
                job,
                client=client,
                limits=limits.course,
                site=factory.course_parameters,
                tell=tell,
            )

        def heartbeat(client: LeaseKeeper, job: Job) -> Heartbeat:
            nonlocal at_work
            longest = longest_seconds(job, rules)
            at_work = Heartbeat(client, job, longest_seconds=longest, overtime=end_stuck_process)
            turns.work_under(at_work)
            return at_work

        does = {
            "prepare": prepare_one,
            "grade": graded_by(grade),
            "feedback": publish_one,
            "regrade": graded_by(regrading.preview),
            "confirm": graded_by(regrading.confirm),
            "undo": undo_one,
            "check": graded_by(check),
            "prove": prove_one,
        }
        stop = Event()
        worker = Worker(
            client, does, name=name, stop=stop, kinds=kinds, heartbeat=heartbeat, shift=shift
        )
        worker.run()


def _leave(signum: int, _frame: FrameType | None) -> None:
    """Leave at once: whatever is in hand is offered again to the next grader."""
    sys.exit(0)
