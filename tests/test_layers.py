"""The stairway of the house, and that importing a room does nothing but define."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_import_linter_keeps_the_stairway():
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("officina_courses.loader", ("nbgrader", "papermill", "IPython", "tornado")),
        ("officina_widgets.client", ("nbgrader", "jupyter_server", "jupyterhub", "tornado")),
        ("officina_hub.cli", ("jupyterhub", "nbgrader", "sqlalchemy", "tornado")),
        ("officina_hub", ("jupyterhub", "sqlalchemy", "tornado")),
    ],
)
def test_light_modules_do_not_load_heavy_ones(module, heavy):
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
