"""Removes folders that strangers have filled, however deep they are.

``shutil.rmtree`` holds each level open, up to Python 3.12 in a call of its own, and people may make
more levels than that. Here each folder found is moved up beside the first ones before it is looked
into, so that no path grows, one descriptor is open at a time, and no step leads up again, where
somebody could have put another folder. Links are removed, never followed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A private folder for temporary files, removed at the end whatever was made in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        remove_tree(folder)


def remove_tree(top: Path, *, is_over: Callable[[], bool] = lambda: False) -> None:
    """Remove a folder and all below it; what cannot be removed is left, without an error.

    As soon as ``is_over``, all that is still there is left, too.
    """
    with contextlib.suppress(OSError):
        with _opened(top) as yard:
            _Yard(yard, is_over).empty()
        top.rmdir()


class _Yard:
    """The folder that is removed, which takes in all folders below it."""

    def __init__(self, descriptor: int, is_over: Callable[[], bool]) -> None:
        self._descriptor = descriptor
        self._is_over = is_over
        mark = secrets.token_hex(8)
        self._names = (f".{mark}-{number}" for number in itertools.count())

    def empty(self) -> None:
        waiting = self._clear(self._descriptor)
        while waiting and not self._is_over():
            name = waiting.pop()
            with contextlib.suppress(OSError):
                with _opened(name, self._descriptor) as folder:
                    waiting += self._clear(folder)
                os.rmdir(name, dir_fd=self._descriptor)

    def _clear(self, folder: int) -> list[str]:
        """Remove what is no folder; take each folder in, and tell the names it has here."""
        moved = []
        for name in os.listdir(folder):
            if self._is_over():
                break
            with contextlib.suppress(OSError):
                if _is_removed(name, folder):
                    continue
                _allow_all(name, folder)
                there = next(self._names)
                os.rename(name, there, src_dir_fd=folder, dst_dir_fd=self._descriptor)
                moved.append(there)
        return moved


def _is_removed(name: str, folder: int) -> bool:
    try:
        os.unlink(name, dir_fd=folder)
    except IsADirectoryError:
        return False
    return True


def _allow_all(name: str, folder: int) -> None:
    """Open up a folder of our own that was closed to ourselves; a link in its place stays as is."""
    descriptor = os.open(
        name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder
    )
    try:
        Path(f"/proc/self/fd/{descriptor}").chmod(0o700)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(path: str | Path, within: int | None = None) -> Iterator[int]:
    descriptor = os.open(path, _FOLDER, dir_fd=within)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
