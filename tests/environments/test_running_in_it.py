"""Notebooks of a course with packages of its own run in its own Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from course_environment import COURSE, FOLDER, built_environment

from officina_courses.environments.folder import RECORD

pytestmark = pytest.mark.sandbox

COMMAND = (sys.executable, "-m", "officina_hub.cli", "course")


def said(*arguments: object, environments: Path = FOLDER) -> subprocess.CompletedProcess[str]:
    """What the command answers, in a process of its own, because it forks."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env={"PATH": "/usr/bin:/bin", "OFFICINA_ENVIRONMENTS": str(environments)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    built_environment()


def test_a_run_is_in_the_courses_own_python(tmp_path: Path) -> None:
    ran = said("run", COURSE, "--into", tmp_path / "runs", "--json")
    assert ran.returncode == 0, ran.stderr
    [notebook] = (tmp_path / "runs").glob("*/notebook.ipynb")
    cells = json.loads(notebook.read_text())["cells"]
    shown = "".join(
        "".join(output.get("data", {}).get("text/plain", ""))
        for cell in cells
        for output in cell.get("outputs", [])
    )
    assert str(FOLDER) in shown
    assert "24.2" in shown


def test_the_check_runs_its_notebooks_in_it() -> None:
    checked = said("check", COURSE, "--run", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("command", [("check", "--run"), ("run",)])
def test_where_it_is_not_built_the_command_that_builds_it_is_told(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    course = tmp_path / "course"
    shutil.copytree(COURSE, course)
    name, *options = command
    ran = said(name, course, *options, environments=tmp_path / "none")
    assert ran.returncode != 0
    assert "officina course environment build" in ran.stderr


def test_a_python_where_sandboxes_have_a_folder_of_their_own_is_refused_in_a_sentence() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        there = Path(folder)
        shutil.copytree(FOLDER / "kernels", there / "kernels")
        for record in FOLDER.glob(f"pythons/*/{RECORD}"):
            place = there / record.relative_to(FOLDER).parent
            place.mkdir(parents=True)
            shutil.copy(record, place)
        checked = said("check", COURSE, "--run", environments=there)
    assert checked.returncode != 0
    assert "Each sandbox has a /tmp of its own" in checked.stderr
    assert "Traceback" not in checked.stderr
