"""What lies in ``submitted/``: one folder for each student, and when it came."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from nbgrader.utils import parse_utc
from pydantic import AwareDatetime

from officina_courses.grading import course_door
from officina_courses.grading.files import TIMESTAMP
from officina_courses.model import Frozen

MOST_BYTES = 1024
NOT_LOOKED_AT = "submitted/{student} was left out: {reason}. Whether it holds work is not known."
NO_TEXT = "its name is not UTF-8, so no gradebook can hold it"
UNREADABLE = "timestamp.txt could not be read, so nobody knows whether it came late."


class Collected(Frozen):
    """One student's submission as it lies there."""

    student: str
    folder: Path
    received_at: AwareDatetime | None
    note: str = ""


class Found(NamedTuple):
    """What was collected, and a sentence for each folder that could not be looked at."""

    submissions: tuple[Collected, ...]
    notices: tuple[str, ...]


def find_collected(home: Path, exercise_id: str) -> Found:
    """Everybody's submission of the exercise, by name."""
    submitted = home / "submitted"
    students = sorted(submitted.iterdir()) if submitted.is_dir() else []
    found, notices = [], []
    for student in students:
        if student.name.startswith("."):
            continue
        try:
            student.name.encode()
            if (student / exercise_id).is_dir():
                found.append(_collected(home, student.name, exercise_id))
        except UnicodeEncodeError:
            notices.append(NOT_LOOKED_AT.format(student=ascii(student.name), reason=NO_TEXT))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            notices.append(NOT_LOOKED_AT.format(student=student.name, reason=reason))
    return Found(tuple(found), tuple(notices))


def _collected(home: Path, student: str, exercise_id: str) -> Collected:
    folder = home / "submitted" / student / exercise_id
    try:
        received, note = _received_at(home, student, exercise_id), ""
    except Exception:  # whatever a stranger's text does to dateutil
        received, note = None, UNREADABLE
    return Collected(student=student, folder=folder, received_at=received, note=note)


def _received_at(home: Path, student: str, exercise_id: str) -> datetime | None:
    """The moment that nbgrader reads there, which it takes for UTC where no zone is named."""
    place = ("submitted", student, exercise_id, TIMESTAMP)
    try:
        content = course_door.read_file(home, *place, max_bytes=MOST_BYTES)
    except FileNotFoundError:
        return None
    text = content.decode().strip()
    if not text:
        return None
    moment: datetime = parse_utc(text)
    return moment.replace(tzinfo=UTC)
