"""What exercises consist of, remembered for as long as their release is the same one.

To read it takes the course's turn and a transaction of the gradebook, and so waits for graders who
write marks. Each preparation makes another folder of the release, in one piece with the gradebook,
so whoever finds the folder that was read knows what the gradebook said.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from officina_courses.grading.spec import NotebookSpec

MOST_KNOWN = 100

Folder = tuple[int, int] | None


class Known(NamedTuple):
    """An exercise as it was read, and the release's folder of that moment."""

    folder: Folder
    specs: tuple[NotebookSpec, ...]


class KnownExercises:
    """The exercises that were asked for last; many threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Path, str], Known] = OrderedDict()

    def find(self, home: Path, exercise: str, folder: Folder) -> Known | None:
        """The exercise as of that folder; None where another one was read, or none."""
        with self._lock:
            known = self._known.get((home, exercise))
            if known is None or folder is None or known.folder != folder:
                return None
            self._known.move_to_end((home, exercise))
            return known

    def keep(self, home: Path, exercise: str, known: Known) -> Known:
        """Remember it in place of what was known, and forget the one not asked for longest."""
        with self._lock:
            self._known[home, exercise] = known
            self._known.move_to_end((home, exercise))
            while len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return known


KNOWN = KnownExercises()
