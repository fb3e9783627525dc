"""The first exercise of a new course: a source with one cell of each kind, and wrong answers."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Final

from officina_courses.course_files import WRONG

NOTEBOOK: Final = "first-steps"
CELL: Final = re.compile(r"^# %% ", re.MULTILINE)
MARKDOWN: Final = "[markdown]"
COMMENT: Final = re.compile(r"^# ?", re.MULTILINE)
WRONG_ANSWERS: Final = ("counts-equal-numbers", "forgets-to-divide", "last-minus-first")


def write_first_exercise(course: Path, exercise: Path) -> None:
    """Write the source into the folder ``exercise``, and the wrong answers beside the sources."""
    (exercise / f"{NOTEBOOK}.py").write_text(_template(NOTEBOOK), encoding="utf-8")
    wrong = course / WRONG / exercise.name / NOTEBOOK
    wrong.mkdir(parents=True)
    for name in WRONG_ANSWERS:
        (wrong / f"{name}.py").write_text(_template(name), encoding="utf-8")


def cells_of_first_exercise() -> list[str]:
    """The text of each cell that a new course begins with, as it stands in the notebook."""
    _, *cells = CELL.split(_template(NOTEBOOK))
    return [
        COMMENT.sub("", body) if head.startswith(MARKDOWN) else body
        for head, _, body in (cell.partition("\n") for cell in cells)
    ]


def _template(name: str) -> str:
    return (files("officina_courses") / "template" / f"{name}.txt").read_text(encoding="utf-8")
