"""Where work lies that was sent for a check: one package each, until it has been run.

It is nobody's submission, so it never comes into the store of blobs, which keeps what it has.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import IO

from officina_courses.archive import Limits, read_tar
from officina_courses.errors import ArchiveError
from officina_courses.saying import say
from officina_hub.portal.db.engine import is_disk_full
from officina_hub.portal.errors import STORAGE_FULL, NotFound, Unacceptable
from officina_hub.portal.packing import refusal
from officina_widgets.check_wire import UNDER_WAY

CHUNK = 1024 * 1024
MOST_LOOKED_AT = 10_000
EMPTY = say(
    "The package holds no file, so there is nothing to check. Save your notebook in the exercise's "
    "folder and check again."
)
GONE = "The work sent for this check is not here any more, so it cannot be run."


class CheckShelf:
    """All packages in one folder, each under the id of its check."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder

    def put(self, check_id: str, upload: IO[bytes], limits: Limits) -> None:
        """Keep a package after a look at all of it.

        Raises
        ------
        TooLarge, Unacceptable
            When it is more than a submission may be, broken, or empty; nothing of it is kept.

        """
        with upload:
            _look_through(upload, limits)
            upload.seek(0)
            try:
                with self._place(check_id).open("xb") as target:
                    shutil.copyfileobj(upload, target, CHUNK)
            except OSError as error:
                self.drop(check_id)
                if is_disk_full(error):
                    raise STORAGE_FULL from error
                raise

    def open(self, check_id: str) -> IO[bytes]:
        """The package, open for reading; raises ``NotFound`` once it has been dropped."""
        try:
            return self._place(check_id).open("rb")
        except FileNotFoundError as error:
            raise NotFound("check-gone", GONE) from error

    def drop(self, check_id: str) -> None:
        """Forget a package; one that is gone already is no fault."""
        with contextlib.suppress(FileNotFoundError):
            self._place(check_id).unlink()

    def lying(self) -> list[str]:
        """The checks of which a package is here, at most so many as one question may name."""
        return [path.name for path in islice(self._folder.iterdir(), MOST_LOOKED_AT)]

    def tidy(self, states: Mapping[str, str | None], *, older_than: float) -> None:
        """Forget of these what has been run, and what nobody knows and came before ``older_than``.

        That is in epoch seconds: a package is put here before the row that knows it.
        """
        for check_id, state in states.items():
            if state in UNDER_WAY:
                continue
            with contextlib.suppress(FileNotFoundError):
                if state is not None or self._place(check_id).stat().st_mtime < older_than:
                    self._place(check_id).unlink()

    def _place(self, check_id: str) -> Path:
        return self._folder / check_id


def _look_through(upload: IO[bytes], limits: Limits) -> None:
    upload.seek(0)
    files = 0
    try:
        for member in read_tar(upload, limits):
            files += 1
            while member.stream.read(CHUNK):
                pass
    except ArchiveError as error:
        raise refusal(error) from error
    if files == 0:
        raise Unacceptable("empty-check", EMPTY)
