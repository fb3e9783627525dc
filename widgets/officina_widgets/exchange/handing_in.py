"""An exercise handed in from where it is open, as the assignment list's *Submit* does."""

from __future__ import annotations

from pathlib import Path

from officina_courses.model import Frozen
from officina_widgets.checks.asking import LIMITS, saved_files
from officina_widgets.checks.place import exercise_at
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound
from officina_widgets.exchange.sending import differing_notebooks, keep, send
from officina_widgets.wire import Receipt

NO_EXERCISE = (
    "{path} is not in the folder of an exercise that was fetched from the portal, so nothing was "
    "handed in. Open the exercise from its course page."
)


class HandedIn(Frozen):
    """What the portal received, and what its exercise has that was not there."""

    receipt: Receipt
    missing: tuple[str, ...] = ()


def hand_in(client: PortalClient, path: Path, home: Path) -> HandedIn:
    """Send the exercise in whose folder ``path`` is, as it is saved, and keep the receipt.

    Raises
    ------
    PortalError
        With a sentence that says what to do, where it was not received.

    """
    found = exercise_at(path, home)
    if found is None:
        raise NotFound(NO_EXERCISE.format(path=path), code="no-exercise", status=404)
    files = saved_files(found, home)
    missing, _ = differing_notebooks(client, found.course_id, found.exercise_id, files)
    receipt = send(client, found.course_id, found.exercise_id, files, LIMITS)
    keep(receipt, home)
    return HandedIn(receipt=receipt, missing=tuple(sorted(missing)))
