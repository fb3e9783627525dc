"""Where memory is short a harvest ends with that reason, and never waits for what cannot begin."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SHORT = Path(__file__).parents[2] / "support/short_memory.py"
MIB = ("0", "1", "4", "7", "8", "9", "12", "16", "20")
CEILING_SECONDS = 10.0  # of the minute that a name may take


def test_a_thread_that_cannot_begin_is_not_waited_for() -> None:
    ran = subprocess.run(
        [sys.executable, SHORT, *MIB], capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    told = [line.rsplit(" ", 1) for line in ran.stdout.splitlines()]
    became = {what.partition(" ")[2] for what, _ in told}
    assert len(told) == len(MIB)
    assert became <= {"answered", "no memory"}
    assert "no memory" in became, told
    assert max(float(seconds) for _, seconds in told) < CEILING_SECONDS
