"""Where an index lies: whole indexes beside each other in one folder, of which one is read.

::

    catalogue-index/
      current          which generation is read, of which kind, and as of when
      writing          locked by the one process that writes
      g-…/             an index

``current`` is replaced in one step, so a reader sees the old index or the new one, never a half;
whoever still reads an old one keeps it until it is done, as files that are open stay.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from officina_widgets.catalogue.search.backend import IndexBusyError

CURRENT: Final = "current"
WRITING: Final = "writing"
BEGINS_WITH: Final = "g-"
FORMAT: Final = 2
"""Higher whenever words or fields are indexed in another way; an index of another is none."""


class Generation(NamedTuple):
    """One index of the folder, as ``current`` tells of it."""

    folder: Path
    kind: str
    as_of: datetime


class Generations:
    """The indexes of one folder. Reading makes nothing; the folder may be read-only then."""

    def __init__(self, folder: Path, *, kind: str | None = None) -> None:
        self._folder, self._kind = folder, kind
        self._seen: tuple[tuple[int, int], Generation] | None = None

    def current(self) -> Generation | None:
        """The one to read if it is of our kind; the same object as long as nothing was written."""
        read = self.read()
        return read if read is not None and read.kind == self._kind else None

    def read(self) -> Generation | None:
        """The one to read, of whatever kind; costs one look at a file while nothing changes."""
        try:
            state = (self._folder / CURRENT).stat()
            seen = self._seen
            if seen is not None and seen[0] == (state.st_ino, state.st_mtime_ns):
                return seen[1]
            told = json.loads((self._folder / CURRENT).read_text("utf-8"))
        except FileNotFoundError:
            return None
        if told.get("format") != FORMAT:
            return None
        generation = Generation(
            self._folder / told["generation"], told["kind"], datetime.fromisoformat(told["as_of"])
        )
        self._seen = (state.st_ino, state.st_mtime_ns), generation
        return generation

    def switch(self, generation: Generation) -> None:
        """Let this one be read from now on, and take the others away."""
        told = {
            "format": FORMAT,
            "generation": generation.folder.name,
            "kind": generation.kind,
            "as_of": generation.as_of.isoformat(),
        }
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=f".{CURRENT}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(self._folder / CURRENT)
        self._take_others_away(generation.folder)

    @contextmanager
    def beginning(self) -> Iterator[Path]:
        """A folder for the next index, which goes again if that is not made whole."""
        made = Path(tempfile.mkdtemp(dir=self._folder, prefix=BEGINS_WITH))
        made.chmod(0o755)
        try:
            yield made
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one that writes.

        Raises:
            IndexBusyError: another process, or another thread of this one, is

        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / WRITING).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusyError(BUSY.format(folder=self._folder)) from None
            yield

    def _take_others_away(self, kept: Path) -> None:
        for folder in self._folder.glob(f"{BEGINS_WITH}*"):
            if folder != kept:
                shutil.rmtree(folder, ignore_errors=True)


BUSY: Final = (
    "the search index in {folder} is being written by another process, and only one may write at a "
    "time, so nothing was changed; try again when that one is done, or find out why it hangs"
)
