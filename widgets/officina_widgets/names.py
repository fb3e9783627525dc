"""The one door for names that become parts of a path, and the places they lead to."""

from __future__ import annotations

import re
from pathlib import Path

from officina_courses.model import COURSE_ID_PATTERN, EXERCISE_ID_PATTERN
from officina_widgets.errors import BadName

# What JupyterHub gives as a user name, less what means something in a path or to nbgrader.
USER_NAME_PATTERN = r"[A-Za-z0-9@_][A-Za-z0-9@_.-]{0,254}"

BAD_NAME = (
    "{value!a} cannot be the name of {kind}. So nothing was looked up or written. Check the "
    "address or the command; names have letters, digits and the signs - and _ only."
)


def course_id(value: str) -> str:
    """The value, if it can be a course's id."""
    return _checked(value, COURSE_ID_PATTERN, "a course")


def exercise_id(value: str) -> str:
    """The value, if it can be an exercise's id (nbgrader's assignment name)."""
    return _checked(value, EXERCISE_ID_PATTERN, "an exercise")


def user_name(value: str) -> str:
    """The value, if it can be a hub user's name and a folder's name at once."""
    return _checked(value, USER_NAME_PATTERN, "a learner")


def _checked(value: str, pattern: str, kind: str) -> str:
    if re.fullmatch(pattern, value) is None:
        message = BAD_NAME.format(value=value[:100], kind=kind)
        raise BadName(message, code="bad-name", status=404)
    return value


def state_folder(home: Path) -> Path:
    """Where the notebook side keeps its own notes, out of the exercises' folders."""
    return home / ".officina"


def material_folder(home: Path, course: str, exercise: str) -> Path:
    """Where the material of an exercise lies in a learner's home."""
    return home / course_id(course) / exercise_id(exercise)


def receipt_path(home: Path, course: str, exercise: str, sequence: int) -> Path:
    """Where a receipt is kept."""
    folder = state_folder(home) / "receipts" / course_id(course) / exercise_id(exercise)
    return folder / f"{sequence}.json"
