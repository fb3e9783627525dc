"""Imports that the garbage collector leaves alone, tried in a Python of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRIED = """
import gc
from officina_courses.uncollected import uncollected
try:
    with uncollected():
        within = gc.isenabled()
        kept = [[] for _ in range(1000)]
        {ends}
except ImportError:
    pass
print(within, gc.isenabled(), gc.get_freeze_count() > 1000)
"""


@pytest.mark.parametrize("ends", ["pass", "raise ImportError"])
def test_it_collects_nothing_meanwhile_and_goes_on_after_it(ends: str) -> None:
    command = [sys.executable, "-c", TRIED.format(ends=ends)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.split() == ["False", "True", "True"]
