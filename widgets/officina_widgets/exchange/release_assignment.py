"""``nbgrader release_assignment`` and formgrader's *Release*, in a course's own server."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nbgrader.exchange.abc import ExchangeReleaseAssignment as ABCExchangeReleaseAssignment

from officina_courses.archive import COURSE_LIMITS, tar_folder
from officina_widgets.errors import Conflict
from officina_widgets.exchange.exchange import Exchange

NOT_GENERATED = (
    "The student version of {exercise} is not in {folder}, so there is nothing to release. Make "
    "it first with: nbgrader generate_assignment"
)
RELEASED_ALREADY = (
    "{exercise} is released already, and learners may be working on it, so nothing was changed. "
    "Add --force to put the new version in its place. ({reason})"
)


class ExchangeReleaseAssignment(Exchange, ABCExchangeReleaseAssignment):
    """Uploads the student version; replaces one that is there only with ``force``."""

    @property
    def release_folder(self) -> Path:
        """The student version, as ``nbgrader generate_assignment`` leaves it."""
        coursedir = self.coursedir
        return Path(coursedir.format_path(coursedir.release_directory, ".", self.exercise_id))

    def init_src(self) -> None:
        """Refuse where there is no student version yet."""
        if not self.release_folder.is_dir():
            message = NOT_GENERATED.format(exercise=self.exercise_id, folder=self.release_folder)
            self.fail(message)

    def copy_files(self) -> None:
        """Pack and upload."""
        with tempfile.TemporaryFile() as tar, self.client() as client:
            tar_folder(self.release_folder, tar, limits=COURSE_LIMITS)
            tar.seek(0)
            try:
                client.release_exercise(self.course_id, self.exercise_id, tar, force=self.force)
            except Conflict as error:
                self.fail(RELEASED_ALREADY.format(exercise=self.exercise_id, reason=error))
        self.log.info("Released as: %s %s", self.course_id, self.exercise_id)
