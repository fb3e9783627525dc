"""What people chose lately: a small file for each, so that a click starts the same again."""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from officina_courses.whole_files import write_whole
from officina_hub.session_api.answers import Choice
from officina_spawners.homes import folder_name

log = logging.getLogger(__name__)

REMEMBERED = 5
LARGEST_FILE = 16_384
CHOICES = TypeAdapter(list[Choice])


class RecentChoices:
    """The newest first, none twice. A file that cannot be read or written is no reason to stop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, person: str) -> tuple[Choice, ...]:
        """What this person chose lately."""
        try:
            with self._path(person).open("rb") as file:
                found = CHOICES.validate_json(file.read(LARGEST_FILE))
        except (OSError, ValidationError):
            return ()
        return tuple(found[:REMEMBERED])

    def remember(self, person: str, choice: Choice) -> None:
        """Put it first."""
        others = [each for each in self.of(person) if each != choice]
        try:
            write_whole(self._path(person), CHOICES.dump_json([choice, *others][:REMEMBERED]))
        except OSError as error:
            log.warning("the choice of %s could not be remembered: %s", person, error)

    def _path(self, person: str) -> Path:
        return self._folder / f"{folder_name(person)}.json"
