"""What a learner writes into the notebooks of a course: right, and wrong as the course keeps it."""

from __future__ import annotations

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
    what_is_wrong: str


class Written(NamedTuple):
    """A notebook with what belongs into its empty cells of code."""

    exercise: str
    notebook: str
    answers: tuple[Answer, ...]


def written_by(course: Path) -> list[Written]:
    """All notebooks of a course folder, in its order."""
    sources = sorted((course / "source").glob("*/*.ipynb"))
    views = {path.relative_to(course).as_posix(): load_notebook(path) for path in sources}
    wrong: dict[tuple[str, str], tuple[str, str]] = {}
    for path in wrong_files(course):
        kept = read_wrong(course, path, views)
        for grade_id, text in kept.answers.items():
            wrong.setdefault((kept.notebook, grade_id), (text, kept.what))
    return [
        Written(path.parent.name, path.stem, tuple(_answers(path, course, wrong)))
        for path in sources
    ]


def _answers(
    path: Path, course: Path, wrong: dict[tuple[str, str], tuple[str, str]]
) -> list[Answer]:
    found = []
    name = path.relative_to(course).as_posix()
    for cell in nbformat.read(path, as_version=4).cells:
        grading = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and grading.get("solution"):
            text, what = wrong.get((name, grading["grade_id"]), (None, ""))
            found.append(Answer(grading["grade_id"], _without_markers(cell.source), text, what))
    return found


def _without_markers(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if line.strip() not in MARKERS)
