"""What every test may rely upon."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

ON_SLURM = "tests/slurm/"

# How long an example takes says more of the machine than of what is tested.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


class ByPlace(LoadScopeScheduling):
    """Side by side, what shares dear things stays with one process.

    Not xdist_group: pytest 9.2 does not let pytest-xdist 3.8 write groups into the tests' ids, and
    it says nothing (pytest-xdist's issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        # One cluster for all tests on a real Slurm; elsewhere a file's own fixtures are enough.
        return ON_SLURM if nodeid.startswith(ON_SLURM) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)  # unknown with -p no:xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPlace:
    """How ``--numprocesses`` deals out the tests."""
    return ByPlace(config, log)


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Programs of ours narrow the umask of their process; a test must not hand that on."""
    before = os.umask(0o022)
    yield
    os.umask(before)
