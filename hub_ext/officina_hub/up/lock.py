"""One Officina at a time on one data folder."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType

from officina_hub.errors import StartError


class FolderLock:
    """Holds the lock file while it is open; the kernel frees it when the process ends."""

    def __init__(self, path: Path, address: str) -> None:
        self._path = path
        self._address = address
        self._handle = -1

    def __enter__(self) -> FolderLock:
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read(self._handle)
            os.close(self._handle)
            raise _already_running(self._path, holder) from None
        os.ftruncate(self._handle, 0)
        note = json.dumps({"pid": os.getpid(), "address": self._address})
        os.pwrite(self._handle, note.encode(), 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.ftruncate(self._handle, 0)
        os.close(self._handle)


def check_not_running(path: Path) -> None:
    """Raise :class:`StartError` when another Officina holds that lock."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _already_running(path, _read(handle)) from None
    finally:
        os.close(handle)


def _read(handle: int) -> dict[str, object]:
    try:
        note = json.loads(os.pread(handle, 4096, 0) or b"{}")
    except ValueError:
        return {}
    return note if isinstance(note, dict) else {}


def _already_running(path: Path, holder: dict[str, object]) -> StartError:
    pid = holder.get("pid", "unknown")
    address = holder.get("address", "an address that it printed")
    return StartError(
        f"Officina already runs on the data folder {path.parent.parent} (process {pid}).",
        "Two at a time would damage its databases.",
        f"Open {address}, stop that one with Ctrl-C or: kill {pid}, "
        "or give this one a folder of its own with --data-dir.",
    )
