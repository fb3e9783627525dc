"""Send an exercise as it is saved, and wait for what comes of it."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from officina_courses.archive import Entry, Limits, write_tar
from officina_widgets import names
from officina_widgets.check_wire import CheckOut
from officina_widgets.checks.place import exercise_at
from officina_widgets.checks.report import CheckReport
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound, TooLarge
from officina_widgets.material.manifest import Manifest

log = logging.getLogger(__name__)

WAIT_SECONDS = 20
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 1000
LIMITS = Limits(max_files=MOST_FILES, max_file_bytes=MOST_BYTES, max_total_bytes=MOST_BYTES)
NO_EXERCISE = (
    "{path} is not in the folder of an exercise that was fetched from the portal, so there is "
    "nothing to check. Open the exercise from its course page, or go to its folder first."
)

Tell = Callable[[CheckOut], None]


def check(path: str | Path = ".") -> CheckReport:
    """Check the exercise in whose folder ``path`` is, as its files are saved now.

    Nothing is handed in, and nothing counts.

    Raises
    ------
    PortalError
        With a sentence that says what to do, where it could not be checked.

    """
    with PortalClient.from_environment() as client:
        return CheckReport(follow(client, begin(client, Path(path), Path.home())))


def begin(client: PortalClient, path: Path, home: Path, language: str = "") -> CheckOut:
    """Send what would be submitted now; raises ``PortalError``, in that language where it can."""
    found = exercise_at(path, home)
    if found is None:
        raise NotFound(NO_EXERCISE.format(path=path), code="no-exercise", status=404)
    with tempfile.TemporaryFile() as tar:
        write_tar(saved_files(found, home), tar, limits=LIMITS)
        tar.seek(0)
        return client.begin_check(found.course_id, found.exercise_id, tar, language=language)


def follow(client: PortalClient, begun: CheckOut, tell: Tell = lambda _seen: None) -> CheckOut:
    """Wait until nothing more will come; each new state is told."""
    seen = begun
    while seen.is_under_way:
        before = seen.state
        seen = client.check(seen.id, seen=before, wait_seconds=WAIT_SECONDS)
        if seen.state != before:
            tell(seen)
    return seen


def saved_files(found: Manifest, home: Path) -> list[Entry]:
    """What of the exercise's folder would be handed in; raises ``TooLarge``."""
    # Imported late: nbgrader, whose filters decide what belongs to a submission, costs a second.
    from nbgrader.coursedir import CourseDirectory

    from officina_widgets.exchange.packing import objection, pack

    folder = names.material_folder(home, found.course_id, found.exercise_id)
    packed = pack(folder, CourseDirectory(), leave_out=found.offered, log=log)
    refusal = objection(packed, folder, max_bytes=MOST_BYTES, max_files=MOST_FILES)
    if refusal:
        raise TooLarge(refusal, code="check-too-large")
    return [item.entry for item in packed]
