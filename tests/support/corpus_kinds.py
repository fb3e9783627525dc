"""What a corpus is made of: exercises, submissions of them, and where two graders may differ.

A *case* is the first column of a row of "What differs, and why" in docs/reference/grading.md.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from grading_classroom import Cell, named

from officina_courses.release import prepare_exercise

Notebook = dict[str, Any]
Write = Callable[[Path], None]
PUNCTUAL = "2026-11-21 11:59:59.000000 UTC"


class Mark(NamedTuple):
    """What a gradebook says of one cell: the tests' points, and whether it waits for a trainer."""

    points: float | None
    waits: bool = False


class Differs(NamedTuple):
    """One cell that has two marks, or comments of its own, as the documented case says."""

    case: str
    ours: Mark
    theirs: Mark


class Handed(NamedTuple):
    """One submission; ``write`` changes its folder, which starts as the release.

    ``differs`` names the cells that have two marks, each as ``notebook.cell``. Where ``refused``
    names a case, nbgrader gives the submission no marks, and ``ours`` says which it has.
    """

    exercise: str
    student: str
    write: Write
    differs: Mapping[str, Differs] = {}
    refused: str = ""
    ours: Mapping[str, Mark] = {}
    timestamp: str = PUNCTUAL

    @property
    def cases(self) -> set[str]:
        """The documented cases that it is an example of."""
        return {*([self.refused] if self.refused else []), *(d.case for d in self.differs.values())}

    @property
    def place(self) -> tuple[str, str]:
        """What it is known by."""
        return self.exercise, self.student


class Exercise(NamedTuple):
    """An exercise with its trainer's notebooks and files, and everybody's submissions of it.

    ``settle`` is what the gradebook of the course at that place is told before any is graded.
    """

    name: str
    notebooks: Mapping[str, Notebook]
    handed: tuple[Handed, ...]
    files: Mapping[str, str] = {}
    settle: Write | None = None


def make_exercise(home: Path, exercise: Exercise) -> None:
    """Write the source, and prepare it as the portal does."""
    source = home / "source" / exercise.name
    source.mkdir(parents=True)
    for name, content in exercise.notebooks.items():
        (source / f"{name}.ipynb").write_text(json.dumps(content))
    for name, text in exercise.files.items():
        (source / name).write_text(text)
    prepare_exercise(home, exercise.name)
    if exercise.settle is not None:
        exercise.settle(home)


def collect(home: Path, handed: Handed) -> None:
    """Put the submission where ``nbgrader collect`` would."""
    folder = home / "submitted" / handed.student / handed.exercise
    shutil.copytree(home / "release" / handed.exercise, folder)
    (folder / "timestamp.txt").write_text(handed.timestamp + "\n")
    handed.write(folder)


def rewritten(name: str, edit: Callable[[Notebook], Any]) -> Write:
    """A change of one notebook's JSON, with each cell's source as one text."""

    def write(folder: Path) -> None:
        path = folder / f"{name}.ipynb"
        content: Notebook = json.loads(path.read_text())
        for cell in content["cells"]:
            cell["source"] = "".join(cell["source"])
        edit(content)
        path.write_text(json.dumps(content))

    return write


def answered(answers: Mapping[str, str]) -> Callable[[Notebook], None]:
    """An edit that puts a text into each named cell."""

    def edit(content: Notebook) -> None:
        for grade_id, source in answers.items():
            named(content["cells"], grade_id)["source"] = source

    return edit


def cell_of(content: Notebook, grade_id: str) -> Cell:
    """The cell of that grade_id."""
    return named(content["cells"], grade_id)
