"""The course of nbgrader's own documentation and the notebooks of its own tests, as it ships them.

They are read from the installed nbgrader, prepared by nbgrader, and handed in as they lie there;
and with the trainer's answers, with some of them, and untouched.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import nbgrader
from corpus_kinds import Differs, Handed, Mark, Notebook, Write
from corpus_shapes import ALTERED, MISSING, PUT_BACK
from nbgrader_run import program

INSTALLED = Path(nbgrader.__file__).parent
GUIDE = INSTALLED / "docs/source/user_guide"
FILES = INSTALLED / "tests/apps/files"
# Exercise, the trainer's notebook, and those handed in: of nbgrader's own tests.
PAIRS: dict[str, tuple[str, tuple[str, ...]]] = {
    "plain": (
        "submitted-unchanged",
        (
            "submitted-unchanged",
            "submitted-changed",
            "submitted-locked-cell-changed",
            "submitted-grade-cell-changed",
            "submitted-cheat-attempt",
            "submitted-cheat-attempt-alternative",
        ),
    ),
    "simple": ("autotest-simple", ("autotest-simple-unchanged", "autotest-simple-changed")),
    "hashed": ("autotest-hashed", ("autotest-hashed-unchanged", "autotest-hashed-changed")),
    "multi": ("autotest-multi", ("autotest-multi-unchanged", "autotest-multi-changed")),
    "hidden": (
        "autotest-hidden",
        (
            "autotest-hidden-unchanged",
            "autotest-hidden-changed-wrong",
            "autotest-hidden-changed-right",
        ),
    ),
}
GUIDES = ("ps1", "ps1_autotest")
ANSWERED = {"untouched": 0, "first-answer": 1, "two-answers": 2, "four-answers": 4, "solution": 99}
FULL, HALF, NONE, WAITS = Mark(1.0), Mark(0.5), Mark(0.0), Mark(None, waits=True)
CELLS = (
    "correct_squares",
    "squares_invalid_input",
    "correct_sum_of_squares",
    "sum_of_squares_uses_squares",
    "sum_of_squares_equation",
    "sum_of_squares_application",
)
# From 2016, of nbgrader's first schemas, which it reads no more.
DOWNLOADED: dict[str, dict[str, Mark]] = {
    "bitdiddle": dict(zip(CELLS, (NONE, FULL, NONE, HALF, WAITS, NONE), strict=True)),
    "hacker": dict(zip(CELLS, (FULL, FULL, HALF, HALF, WAITS, WAITS), strict=True)),
}
# The guide's exercise with AUTOTEST lines has two cells more than the one that was handed in.
NOT_IN_PS1 = {
    "problem1.cell-6e9ff83aa5dfaf17": Differs(PUT_BACK, NONE, WAITS),
    "problem1.cell-d3df8cd59fd0eb74": Differs(MISSING, Mark(None), Mark(None)),
}
PREPARE = """
import sys
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
config = Config()
config.CourseDirectory.root = sys.argv[1]
config.CourseDirectory.db_url = f"sqlite:///{sys.argv[1]}/gradebook.db"
for exercise in sys.argv[2:]:
    result = NbGraderAPI(config=config).generate_assignment(exercise)
    assert result["success"], result
with Gradebook(config.CourseDirectory.db_url) as book:
    book.update_or_create_assignment("ps1", duedate="2015-02-02 14:58:23.948203 UTC")
"""


def make_documentation_course(home: Path) -> tuple[Handed, ...]:
    """The course at ``home``, prepared by nbgrader; everybody's submissions of it."""
    (home / "source").mkdir(parents=True)
    for name in GUIDES:
        shutil.copytree(GUIDE / "source" / name, home / "source" / name)
    shutil.copyfile(GUIDE / "autotests.yml", home / "autotests.yml")
    for name, (source, _) in PAIRS.items():
        (home / "source" / name).mkdir()
        shutil.copyfile(FILES / f"{source}.ipynb", home / "source" / name / "p1.ipynb")
    program(home, PREPARE, str(home), *GUIDES, *PAIRS)
    return (*_guides(home), *_pairs())


def _guides(home: Path) -> tuple[Handed, ...]:
    shipped = [_shipped("ps1", student) for student in ("bitdiddle", "hacker")]
    transplanted = _shipped("ps1_autotest", "hacker")._replace(differs=NOT_IN_PS1)
    solved = [
        Handed(guide, student, _answered(home / "source" / guide, many))
        for guide in GUIDES
        for student, many in ANSWERED.items()
    ]
    return (*shipped, transplanted, *_downloaded(), *solved)


def _shipped(exercise: str, student: str) -> Handed:
    folder = GUIDE / "submitted" / student / "ps1"
    return Handed(
        exercise,
        student,
        lambda target: shutil.copytree(folder, target, dirs_exist_ok=True) and None,
        timestamp="",
    )


def _downloaded() -> tuple[Handed, ...]:
    """What the guide collects from an archive, each notebook under the name that it should have."""
    archive = (GUIDE / "downloaded/ps1/archive/notebooks.zip").read_bytes()
    found: dict[str, dict[str, bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as notebooks:
        for name in notebooks.namelist():
            _, student, _, _, file = name.split("_")
            found.setdefault(student, {})[file.removeprefix("my")] = notebooks.read(name)
    return tuple(
        Handed(
            "ps1",
            f"{student}-downloaded",
            _files(files),
            refused=ALTERED,
            ours={f"problem1.{cell}": mark for cell, mark in DOWNLOADED[student].items()},
        )
        for student, files in found.items()
    )


def _files(files: dict[str, bytes]) -> Write:
    def write(folder: Path) -> None:
        for name, content in files.items():
            (folder / name).write_bytes(content)

    return write


def _answered(source: Path, many: int) -> Write:
    """The first answers of each notebook taken from the trainer's."""

    def write(folder: Path) -> None:
        for path in sorted(folder.glob("*.ipynb")):
            answers = _solutions(json.loads((source / path.name).read_text()))
            content: Notebook = json.loads(path.read_text())
            left = many
            for cell in content["cells"]:
                grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
                if grade_id in answers and left:
                    cell["source"], left = answers[grade_id], left - 1
            path.write_text(json.dumps(content))

    return write


def _solutions(content: Notebook) -> dict[str, str]:
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in content["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def _pairs() -> tuple[Handed, ...]:
    return tuple(
        Handed(
            exercise,
            name.removeprefix("submitted-").removeprefix("autotest-"),
            _files({"p1.ipynb": (FILES / f"{name}.ipynb").read_bytes()}),
        )
        for exercise, (_, submitted) in PAIRS.items()
        for name in submitted
    )
