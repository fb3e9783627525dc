"""The newest day of a hub's snapshots that a person was shown: no older one is shown after it.

A seal says who made a snapshot, and not that it is the last one they made. Whoever can put a file
in its place could put back a catalogue that lacks what was withdrawn or mended since.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from officina_courses.whole_files import write_whole

log = logging.getLogger("officina.widgets")

MOST_KEYS: Final = 100
LARGEST: Final = 100_000
A_CLOCKS_ERROR: Final = timedelta(days=1)


class SnapshotMemory:
    """One small file of a person's own, with a day for each public key."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def newest(self, key: str) -> datetime | None:
        """The newest that was shown of that key's; nothing where that is not known."""
        try:
            day = datetime.fromisoformat(self._days()[key])
        except (KeyError, TypeError, ValueError):
            return None
        return day if day.tzinfo else None

    def remember(self, key: str, as_of: datetime, now: datetime) -> None:
        """Keep a day that is newer; one of the future would shut out all that follow it."""
        seen = self.newest(key)
        if as_of > now + A_CLOCKS_ERROR or (seen is not None and as_of <= seen):
            return
        days = {name: day for name, day in self._days().items() if name != key}
        kept = dict([*days.items()][-MOST_KEYS + 1 :]) | {key: as_of.isoformat()}
        try:
            write_whole(self.path, json.dumps(kept).encode())
        except OSError as error:  # a home that is full or not writable searches all the same
            log.warning("the day of a catalogue's snapshot was not remembered: %s", error)

    def _days(self) -> dict[str, str]:
        try:
            with self.path.open("rb") as file:
                found = json.loads(file.read(LARGEST))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
