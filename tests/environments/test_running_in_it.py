"""Notebooks of a course with packages of its own run in its own Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from course_environment import COURSE, FOLDER, built_environment

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
