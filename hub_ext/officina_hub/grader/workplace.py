"""Where a grader's temporary files lie: in one folder, so that they do not outlast it.

A grader that is killed cleans nothing up: submissions, releases and what its sandboxes showed stay
behind. The next one to start, of whichever number, takes away what is nobody's any more.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.grading.leftovers import held_folder, sweep
from officina_courses.grading.places import WORKSHOP

log = logging.getLogger(__name__)

WORKPLACE = "officina-grader-"
SWEEP_SECONDS = 10.0  # for each place, while nobody's work is graded yet


@contextmanager
def workplace(courses_dir: Path | None) -> Iterator[Path]:
    """Sweep up after graders that are gone, then keep this one's temporary files together.

    Beside the courses, too, if they are named.
    """
    places = [(WORKPLACE, Path(tempfile.gettempdir()))]
    places += [] if courses_dir is None else [(WORKSHOP, courses_dir)]
    for prefix, within in places:
        if gone := sweep(prefix, within=within, seconds=SWEEP_SECONDS):
            log.info("removed %s folders in %s that ended graders had left", gone, within)
    with held_folder(WORKPLACE) as place:
        place.chmod(0o711)  # the accounts of learners' code come through to what is shown to them
        usual, tempfile.tempdir = tempfile.tempdir, str(place)
        try:
            yield place
        finally:
            tempfile.tempdir = usual
