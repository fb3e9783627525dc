"""Every shipped course goes through all gates, run and graded as a trainer's command does it.

The small profile is run here; ``scripts/bench courses`` runs the others and keeps the figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from course_environment import FOLDER, built_environment

from officina_courses.environments.folder import FOLDER_VARIABLE
from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses

OFFICINA = Path(sys.executable).with_name("officina")
LONGEST_SECONDS = 560


@pytest.mark.sandbox
@pytest.mark.timeout(2 * LONGEST_SECONDS)  # the first time with the packages of a course
@pytest.mark.parametrize("folder", shipped_courses(), ids=lambda folder: folder.name)
def test_a_shipped_course_passes_every_gate(folder: Path) -> None:
    if load_course(folder).environment.packages:
        built_environment(course=folder)
    check = [OFFICINA, "course", "check", folder, "--gates", "--profile", "smoke"]
    ran = subprocess.run(
        check,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        env={**os.environ, FOLDER_VARIABLE: str(FOLDER)},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
