"""What a learner writes into the notebooks of a course: right, and wrong as the course keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import nbformat

from officina_courses.notebooks import load_notebook
from officina_courses.sources.wrong import read_wrong, wrong_files

MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")


class Answer(NamedTuple):
    """One cell to fill in, in the order of the notebook."""

    grade_id: str
    right: str
    wrong: str | None
    tests: tuple[str, ...]


class Written(NamedTuple):
    """A notebook with what belongs into its empty cells of code, and the points that this gives."""

    exercise: str
    notebook: str
    answers: tuple[Answer, ...]
    points_by_tests: int
    points: int


def written_by(course: Path) -> list[Written]:
    """All notebooks of a course folder, in its order."""
    sources = sorted((course / "source").glob("*/*.ipynb"))
    views = {path.relative_to(course).as_posix(): load_notebook(path) for path in sources}
    wrong: dict[tuple[str, str], str] = {}
    for path in wrong_files(course):
        kept = read_wrong(course, path, views)
        for grade_id, text in kept.answers.items():
            wrong.setdefault((kept.notebook, grade_id), text)
    return [
        Written(path.parent.name, path.stem, tuple(_answers(path, course, wrong)), *_points(path))
        for path in sources
    ]


def _answers(path: Path, course: Path, wrong: dict[tuple[str, str], str]) -> Iterator[Answer]:
    """Each with the tests that stand between it and the next one."""
    name = path.relative_to(course).as_posix()
    graded = [
        (cell.metadata["nbgrader"], cell.source)
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and "nbgrader" in cell.metadata
    ]
    for at, (grading, source) in enumerate(graded):
        if grading["solution"]:
            after = takewhile(lambda one: not one["solution"], (one for one, _ in graded[at + 1 :]))
            tests = tuple(one["grade_id"] for one in after if one["grade"])
            answer = grading["grade_id"]
            yield Answer(answer, _without_markers(source), wrong.get((name, answer)), tests)


def _points(path: Path) -> tuple[int, int]:
    """Those that tests give, and all: a person gives the rest."""
    cells = [cell.metadata.get("nbgrader", {}) for cell in nbformat.read(path, as_version=4).cells]
    counted = [cell for cell in cells if "points" in cell]
    by_tests = [cell for cell in counted if not cell["solution"] and not cell["task"]]
    return sum(cell["points"] for cell in by_tests), sum(cell["points"] for cell in counted)


def _without_markers(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if line.strip() not in MARKERS)
