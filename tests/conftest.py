"""What every test may rely upon."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # the workers read the groups in their own such hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Side by side, what shares dear things stays with one process."""
    for item in items:
        place = item.path.relative_to(TESTS)
        # One cluster for all tests on a real Slurm; elsewhere a file's own fixtures are enough.
        group = "slurm" if place.parts[0] == "slurm" else str(place)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Programs of ours narrow the umask of their process; a test must not hand that on."""
    before = os.umask(0o022)
    yield
    os.umask(before)
