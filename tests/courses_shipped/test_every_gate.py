"""Every shipped course goes through all gates, run and graded as a trainer's command does it.

The small profile is run here; ``scripts/bench courses`` runs the others and keeps the figures.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses

OFFICINA = Path(sys.executable).with_name("officina")


@pytest.mark.sandbox
@pytest.mark.parametrize("folder", shipped_courses(), ids=lambda folder: folder.name)
def test_a_shipped_course_passes_every_gate(folder: Path) -> None:
    if EnvironmentsFolder().is_missing_for(load_course(folder)):
        pytest.skip(f"the Python of {folder.name} is not built; scripts/test builds it")
    check = [OFFICINA, "course", "check", folder, "--gates", "--profile", "smoke"]
    ran = subprocess.run(check, capture_output=True, text=True, timeout=290)
    assert ran.returncode == 0, ran.stdout + ran.stderr
