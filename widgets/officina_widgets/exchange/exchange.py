"""What all exchange classes share: the client, the names, the times and the plain errors."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.exchange.abc import Exchange as ABCExchange

from officina_courses.errors import CourseError
from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.environment import COURSE_VARIABLE
from officina_widgets.errors import PortalError
from officina_widgets.transport import PATIENT, Patience

NO_COURSE = "No course is named, so it is not known where to look. Add --course NAME."
NO_ASSIGNMENT = "No assignment is named, so there is nothing to do. Add its name to the command."


class Exchange(ABCExchange):
    """The base of the exchange classes; material lies in ``assignment_dir/course/exercise``."""

    patience: Patience = PATIENT

    def __init__(self, **kwargs: object) -> None:
        # For nbgrader 0.9.6, whose NbGraderAPI misspells the argument for feedback; traitlets
        # will refuse unknown ones. Delete when its apps/api.py spells it right.
        kwargs.setdefault("authenticator", kwargs.pop("authentictor", None))
        super().__init__(**kwargs)

    def start(self) -> object:
        """Run, and turn every error of ours into nbgrader's ``ExchangeError`` with its sentence."""
        try:
            return super().start()
        except (PortalError, CourseError) as error:
            self.log.debug("The exchange was stopped", exc_info=True)
            return self.fail(str(error))

    def init_src(self) -> None:
        """Nothing to look for beforehand, unless a class says so."""

    def init_dest(self) -> None:
        """Nothing to make ready, unless a class says so."""

    def copy_files(self) -> None:
        """Nothing to copy, unless a class says so."""

    def client(self) -> PortalClient:
        """A connection to the portal as this session's owner; to be used in a ``with``."""
        return PortalClient.from_environment(patience=self.patience)

    @property
    def home(self) -> Path:
        """The folder below which courses lie, and beside them the notes in ``.officina``."""
        return Path(self.assignment_dir).absolute()

    @property
    def course_id(self) -> str:
        """The course; in a course's own server always that one, whatever its old config says."""
        course_id = os.environ.get(COURSE_VARIABLE) or self.coursedir.course_id
        if not course_id:
            self.fail(NO_COURSE)
        return names.course_id(course_id)

    @property
    def exercise_id(self) -> str:
        """The assignment's name, also where it was typed as a path (``nbgrader submit ps1/``)."""
        if not self.coursedir.assignment_id:
            self.fail(NO_ASSIGNMENT)
        return names.exercise_id(Path(self.coursedir.assignment_id).name)

    @property
    def folder(self) -> Path:
        """Where the exercise lies in the learner's home."""
        return names.material_folder(self.home, self.course_id, self.exercise_id)

    def format_time(self, moment: datetime) -> str:
        """A moment of the portal's clock as nbgrader writes timestamps, always in UTC."""
        return moment.astimezone(UTC).strftime(self.timestamp_format)


def is_fetched(folder: Path) -> bool:
    """Whether the material is there; a folder with nothing but fetched feedback does not count."""
    return folder.is_dir() and any(child.name != "feedback" for child in folder.iterdir())
