"""What every test may rely upon."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from officina_courses.late_grammars import grammars_later
from officina_courses.uncollected import uncollected

ON_SLURM = "tests/slurm/"
BUSY = 2  # processes that work all the time: a third makes single tests fail on two cores
# What takes a minute and more comes first: begun last, it would keep one process alone at the end.
LONG = (
    "tests/courses_shipped/test_every_gate.py",
    "tests/grading/test_like_nbgrader_corpus.py",
    "tests/e2e/test_quickstart_course.py",
    "tests/e2e/test_session_limits.py",
    "tests/spawners/test_real_hub.py",
    "tests/courses/test_run.py",
)

# How long an example takes says more of the machine than of what is tested.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

grammars_later()  # as programs of ours do; the tests import what would compile them


class ByPlace(LoadScopeScheduling):
    """Side by side, what shares dear things stays with one process.

    The tests on a real Slurm mostly wait. So they have a process to themselves where there is one
    more than ``BUSY``, and it ends with them.

    Not xdist_group: pytest 9.2 does not let pytest-xdist 3.8 write groups into the tests' ids, and
    it says nothing (pytest-xdist's issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        # One cluster for all tests on a real Slurm; elsewhere a file's own fixtures are enough.
        return ON_SLURM if nodeid.startswith(ON_SLURM) else nodeid.partition("::")[0]

    def schedule(self) -> None:
        """Deal out the tests, once all processes know them."""
        is_first = self.collection is None
        if is_first and len(self.nodes) > BUSY and not self._is_on_slurm(self._all_tests()):
            self.assigned_work.popitem()[0].shutdown()
        super().schedule()

    def _assign_work_unit(self, node: WorkerController) -> None:
        for scope in (*reversed(LONG), ON_SLURM):
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        """Give that process more, if it is to have more."""
        if self.numnodes > BUSY and ON_SLURM in self.assigned_work[node]:
            if not node.shutting_down:
                node.shutdown()  # after what it has
            return
        super()._reschedule(node)

    def _all_tests(self) -> list[str]:
        return next(iter(self.registered_collections.values()))

    def _is_on_slurm(self, nodeids: list[str]) -> bool:
        return any(nodeid.startswith(ON_SLURM) for nodeid in nodeids)


@pytest.hookimpl(optionalhook=True)  # unknown with -p no:xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPlace:
    """How ``--numprocesses`` deals out the tests."""
    return ByPlace(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Ten thousand tests are made and stay: half of what it took was Python's collector."""
    with uncollected():
        return (yield)


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Programs of ours narrow the umask of their process; a test must not hand that on."""
    before = os.umask(0o022)
    yield
    os.umask(before)
