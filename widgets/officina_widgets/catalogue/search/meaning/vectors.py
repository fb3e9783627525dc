"""The vectors of all records in one file, which is replaced whole and read through memory mapping.

A row is a record's id, a hash of what it said when its vector was made, and the vector.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger("officina.catalogue")

ID, KEY, VECTOR = "id", "key", "vector"
KEY_LENGTH: Final = 32
Rows = NDArray[Any]


class Made(NamedTuple):
    """A vector, and the hash of what it was made of."""

    key: bytes
    vector: NDArray[np.float32]


class VectorFile:
    """One file; any number of processes read it while one writes the next."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self._path = path
        # Each part fills whole floats, so that vectors are multiplied where they lie in the file.
        self._type = np.dtype([(ID, "S32"), (KEY, "S32"), (VECTOR, "<f4", (dimensions,))])
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, int], Rows | None] | None = None

    def is_there(self) -> bool:
        """Whether there is a file that can be read."""
        return self._now() is not None

    def rows(self) -> Rows:
        """What is there now; none where there is no file, or one that nobody can read."""
        now = self._now()
        return self._none if now is None else now

    def _now(self) -> Rows | None:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return None
        mark = (state.st_ino, state.st_mtime_ns)
        with self._lock:
            if self._seen is None or self._seen[0] != mark:
                self._seen = mark, self._read()
            return self._seen[1]

    def change(self, made: Mapping[str, Made], *, removed: Collection[str]) -> None:
        """Put these in place of those with the same ids, and take others away."""
        old = self.rows()
        gone = np.array([one.encode() for one in (*made, *removed)], dtype="S32")
        kept = old[~np.isin(old[ID], gone)]
        if made or len(kept) < len(old) or not self.is_there():
            self._write(np.concatenate([kept, self._rows_of(made)]))

    def replace(self, made: Mapping[str, Made]) -> None:
        """Keep these and no others."""
        self._write(self._rows_of(made))

    @property
    def _none(self) -> Rows:
        return np.empty(0, self._type)

    def _read(self) -> Rows | None:
        try:
            rows: Rows = np.load(self._path, mmap_mode="r")
        except (OSError, ValueError, EOFError) as error:
            log.warning("the vectors in %s cannot be read and are made anew: %s", self._path, error)
            return None
        if rows.dtype != self._type or rows.ndim != 1:
            log.warning("the vectors in %s are of another form and are made anew", self._path)
            return None
        return rows

    def _rows_of(self, made: Mapping[str, Made]) -> Rows:
        rows = np.empty(len(made), self._type)
        for place, (id_, one) in enumerate(made.items()):
            rows[place] = (id_.encode(), one.key, one.vector)
        return rows

    def _write(self, rows: Rows) -> None:
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".vectors-")
        try:
            with os.fdopen(handle, "wb") as file:
                np.save(file, rows)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def key_of(text: str) -> bytes:
    """The hash of a record's text."""
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH].encode()
