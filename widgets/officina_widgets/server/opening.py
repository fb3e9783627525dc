"""What *Start* needs done in the learner's own server: the material here, and where to go then."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import NamedTuple

from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound, PortalError
from officina_widgets.material import FetchReport, fetch_material
from officina_widgets.server.home import home_of

log = logging.getLogger(__name__)

EMPTY_COURSE = (
    "The course {course!a} has no exercise to open at the moment. So nothing was fetched. Ask the "
    "trainer of the course when the first one will be released."
)
UNEXPECTED = (
    "The exercise could not be opened, for a reason that this program does not know. Your "
    "files are untouched. Try again; if it stays so, tell your support the reference below."
)


class Opened(NamedTuple):
    """The exercise is here: the path to open, below the server's root folder, and what to tell."""

    path: str
    title: str
    notes: tuple[str, ...]


class NotOpened(NamedTuple):
    """It is not, and why; the reference stands in the log."""

    status: int
    message: str
    reference: str


def open_exercise(root: str, course_id: str, exercise_id: str | None) -> Opened | NotOpened:
    """Fetch an exercise (the course's first, where none is named) into the home. It may block."""
    try:
        return _open(Path(root).expanduser().resolve(), course_id, exercise_id)
    except PortalError as error:
        reference = error.correlation_id or secrets.token_hex(8)
        log.warning("opening %s/%s failed [%s]: %s", course_id, exercise_id, reference, error)
        return NotOpened(error.status or 502, error.message, reference)
    except Exception:
        reference = secrets.token_hex(8)
        log.exception("opening %s/%s failed [%s]", course_id, exercise_id, reference)
        return NotOpened(500, UNEXPECTED, reference)


def _open(root: Path, course_id: str, exercise_id: str | None) -> Opened:
    course = names.course_id(course_id)
    with PortalClient.from_environment() as client:
        exercise = names.exercise_id(exercise_id or _first_exercise(client, course))
        report = fetch_material(client, home_of(root), course, exercise)
    log.info(
        "opened %s/%s: %d new, %d updated, %d restored, %d removed, %d kept",
        course,
        exercise,
        *map(len, (report.added, report.updated, report.restored, report.removed, report.kept)),
    )
    return Opened(_start(report, root), exercise, tuple(str(note) for note in report.notes))


def _first_exercise(client: PortalClient, course: str) -> str:
    exercises = client.course(course).exercises
    if not exercises:
        raise NotFound(EMPTY_COURSE.format(course=course), code="no-exercise", status=404)
    return exercises[0].id


def _start(report: FetchReport, root: Path) -> str:
    """The first notebook, or the folder where there is none."""
    first = report.folder.joinpath(*report.notebooks[:1])
    return first.relative_to(root).as_posix()
