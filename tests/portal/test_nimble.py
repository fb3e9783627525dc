"""A portal's process is set for many who ask at once; in a process of its own, as it stays so."""

from __future__ import annotations

import subprocess
import sys

TRIED = """
import gc, sys
from officina_hub.portal.nimble import be_nimble
be_nimble()
print(gc.get_freeze_count() > 1000, gc.get_threshold()[0], sys.getswitchinterval(), gc.isenabled())
"""


def test_what_lives_at_the_start_is_not_looked_through_again() -> None:
    told = subprocess.run([sys.executable, "-c", TRIED], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "10000", "0.0005", "True"]
