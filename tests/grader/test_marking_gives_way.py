"""Which of a grader's work leaves the processors to others: all of it here, but no check."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, ClassVar

import pytest
from graded_class import GradedClass, RunningClock
from grader_nursery import Nursery
from portal_house import NOON, House, tar_of
from until import until

from officina_courses.grading.giving_way import NICENESS
from officina_hub.factory import Factory
from officina_hub.factory.limits import package_limits
from officina_hub.factory.sessions import Grading
from officina_hub.grader.grading import requested
from officina_widgets.wire import Job, JobKind

HERE = Grading()
IN_SLURM = Grading.model_validate({"kind": "slurm", "slurm": {"folder": "/shared/officina"}})


class TarPortal:
    """A client that has one package, for marks or for a check."""

    @contextmanager
    def submission_tar(self, _submission_id: str) -> Iterator[IO[bytes]]:
        yield io.BytesIO(tar_of({"leaf.ipynb": b"mine"}))

    check_tar = submission_tar


class TellingClass(GradedClass):
    """Its answers tell how they are run."""

    answers: ClassVar = {
        True: "import os\ndef double(x):\n    return 2 * x\n"
        "print('nice', os.getpriority(os.PRIO_PROCESS, 0))"
    }


def job(kind: JobKind) -> Job:
    return Job(
        id=7,
        kind=kind,
        lease="secret",
        lease_seconds=60,
        tries=1,
        course_id="tea",
        exercise_id="leaf",
        submission_id="s1",
        check_id="c1",
        received_at=NOON,
        user="ada",
    )


@pytest.mark.parametrize(
    ("kind", "rules", "gives_way"),
    [
        ("grade", HERE, True),
        ("regrade", HERE, True),
        ("check", HERE, False),
        ("grade", IN_SLURM, False),
    ],
    ids=["grade", "regrade", "check", "a job of Slurm"],
)
def test_all_gives_way_but_checks_and_what_has_processors_of_its_own(
    tmp_path: Path, kind: JobKind, rules: Grading, *, gives_way: bool
) -> None:
    limits = package_limits(Factory().portal)
    client: Any = TarPortal()
    with requested(
        job(kind),
        client=client,
        courses_dir=tmp_path,
        environments=tmp_path / "environments",
        rules=rules,
        limits=limits,
    ) as request:
        assert request.limits.gives_way is gives_way


@pytest.mark.sandbox
async def test_a_real_graders_fork_gives_way(tmp_path: Path) -> None:
    async with House(tmp_path, clock=RunningClock(), lease_seconds=30) as house:
        graded = TellingClass(house)
        [name] = await graded.enrol(1)
        with Nursery(tmp_path, house.url.rstrip("/")) as nursery:
            nursery.start(1)
            await graded.hand_in(name, is_right=True)
            await until(graded.is_all_done, seconds=60)
        told = (graded.home / "autograded" / name / "leaf" / "leaf.ipynb").read_text()
    lowered = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    assert f'"nice {lowered}\\n' in told
