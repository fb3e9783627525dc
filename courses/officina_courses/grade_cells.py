"""nbgrader's metadata of one cell, read as it is: any schema version, right or wrong.

nbgrader's kinds of cells: an *autograded answer* (solution), *autograder tests* (grade, locked),
a *manually graded answer* (grade and solution), a *manually graded task* (task), and *read-only*
(locked).
"""

from __future__ import annotations

import math
from typing import Final

from officina_courses.model import Frozen

CURRENT_SCHEMA: Final = 3


class GradeCell(Frozen):
    """What nbgrader's metadata says, with what is wrong with it in ``problems``."""

    grade_id: str = ""
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0
    schema_version: int = 0
    cell_type: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_graded(self) -> bool:
        """Whether the cell gets a mark, by tests or by hand."""
        return self.grade or self.task

    @property
    def is_test(self) -> bool:
        """Whether it holds tests."""
        return self.grade and not self.solution and not self.task

    @property
    def is_answer(self) -> bool:
        """Whether the learner writes here what tests in another cell mark."""
        return self.solution and not self.grade


def grade_cell_of(metadata: object) -> GradeCell | None:
    """The view of ``cell.metadata.nbgrader``; None for a cell that is none of nbgrader's."""
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        return GradeCell(problems=("its nbgrader metadata is not an object",))
    problems: list[str] = []
    flags = {key: _flag(metadata, key, problems) for key in ("grade", "solution", "locked", "task")}
    if not any(flags.values()) and not problems:
        return None
    grade_id = metadata.get("grade_id", "")
    if not isinstance(grade_id, str):
        problems.append(f"its grade_id is {str(grade_id)[:40]!a} instead of text")
        grade_id = ""
    version = metadata.get("schema_version", 0)
    if isinstance(version, bool) or not isinstance(version, int):
        problems.append(f"its schema_version is {str(version)[:40]!a} instead of a number")
        version = 0
    cell_type = metadata.get("cell_type", "")
    return GradeCell(
        grade_id=grade_id,
        **flags,
        points=_points(metadata, problems) if flags["grade"] or flags["task"] else 0.0,
        schema_version=version,
        cell_type=cell_type if isinstance(cell_type, str) else "",
        problems=tuple(problems),
    )


def _flag(metadata: dict[str, object], key: str, problems: list[str]) -> bool:
    value = metadata.get(key, False)
    if not isinstance(value, bool):
        problems.append(f"its {key} is {str(value)[:40]!a} instead of true or false")
    return value is True


def _points(metadata: dict[str, object], problems: list[str]) -> float:
    value = metadata.get("points", 0)
    if value == "" or value is None:  # schema 0 wrote what the text field held
        return 0.0
    try:
        points = float(value) if isinstance(value, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        points = math.nan
    if not math.isfinite(points):
        problems.append(f"its points are {str(value)[:40]!a} instead of a number")
        return 0.0
    return points
