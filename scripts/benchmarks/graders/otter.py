"""otter-grader on the same cells, from a virtual environment of its own.

Its tests are in its own format, so each test cell becomes one of its test files; the other cells
are what was handed in. Its containers need a Docker daemon and are left out: this is what
runs inside of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.exercises import DATA, Exercise, write_data
from benchmarks.graders.contestants import Contestant
from benchmarks.graders.course import Course

VENV = Path(__file__).parents[3] / ".venv-bench-otter"
PACKAGES = ("otter-grader", "ipykernel", "numpy", "pandas", "matplotlib")
GRADE_ALL = """
import sys
from otter.api import grade_submission
for place in sys.argv[2:]:
    results = grade_submission(place, sys.argv[1], quiet=True)
    if results.total != results.possible:
        sys.exit(f"{place} has {results.total} of {results.possible} points")
"""
LIMIT_SECONDS = 600


def otter() -> Contestant:
    """``otter.api.grade_submission`` for one submission after another, in one process."""
    if not VENV.is_dir():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([VENV / "bin/pip", "install", "--quiet", *PACKAGES], check=True)

    def run(course: Course) -> None:
        with tempfile.TemporaryDirectory() as folder:
            tests = _tests(course.exercise, Path(folder, "tests"))
            write_data(Path(folder))
            _otter("-m", "otter", "generate", "-t", str(tests), DATA, folder=folder, named="otter")
            places = [_rewritten(course, student) for student in course.students]
            _otter("-c", GRADE_ALL, str(Path(folder, "autograder.zip")), *places, folder=folder)

    def start() -> None:
        with tempfile.TemporaryDirectory() as folder:
            tests = Path(folder, "tests")
            tests.mkdir()
            _otter("-m", "otter", "generate", "-t", str(tests), folder=folder, named="otter")
            _otter("-c", GRADE_ALL, "none", folder=folder)

    return Contestant("otter-grader", run, start=start)


def version() -> str:
    """The version that is in its environment."""
    code = "from importlib.metadata import version; print(version('otter-grader'))"
    ran = subprocess.run(
        [VENV / "bin/python", "-c", code], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def _tests(exercise: Exercise, folder: Path) -> Path:
    folder.mkdir()
    for source, grade_id, points in exercise.cells:
        if points:
            case = {"code": _as_doctest(source), "hidden": False, "locked": False}
            suite = {
                "cases": [case],
                "scored": True,
                "setup": "",
                "teardown": "",
                "type": "doctest",
            }
            test = {"name": grade_id, "points": points, "suites": [suite]}
            (folder / f"{grade_id}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    return folder


def _as_doctest(source: str) -> str:
    lines = [line for line in source.split("\n") if not line.startswith("###")]
    return "\n".join(("... " if line.startswith(" ") else ">>> ") + line for line in lines)


def _rewritten(course: Course, student: str) -> str:
    """The submission as otter hands it out: a test cell is a name in a cell's metadata."""
    notebook = course.submission(student)
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].pop("nbgrader", {})
        if nbgrader.get("grade"):
            cell["source"], cell["metadata"] = "", {"otter": {"tests": [nbgrader["grade_id"]]}}
    place = course.handed_in(student) / "for_otter.ipynb"
    place.write_text(json.dumps(notebook))
    return str(place)


def _otter(*arguments: str, folder: str, named: str = "python") -> None:
    ran = subprocess.run(
        [VENV / "bin/python", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
        env={**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"},
    )
    if ran.returncode != 0:
        sys.exit(f"{named}: {ran.stdout[-2000:]}\n{ran.stderr[-4000:]}")
