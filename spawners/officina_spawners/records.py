"""The session records: one small file for each session that runs, in the hub's run folder.

A record is written as soon as the process is known and removed when its session is gone. So whoever
comes later, the restarted hub or the supervisor that shuts everything down, finds each session.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from officina_courses.model import Frozen
from officina_courses.whole_files import write_whole
from officina_spawners.processes import Process

MARK = "OFFICINA_SESSION"


class SessionRecord(Frozen):
    """One session: whose it is, where it answers, and its two processes.

    ``outside`` ends when the server ends. ``inside`` is the init of the sandbox, whose end ends all
    that is left in it. Without a sandbox both are the server itself.
    """

    key: str
    user: str
    server_name: str
    port: int
    outside: Process
    inside: Process
    is_sandboxed: bool
    mark: str
    started_at: datetime


def write_record(folder: Path, record: SessionRecord) -> None:
    """Keep ``record``, whole or not at all."""
    write_whole(_path(folder, record.key), record.model_dump_json().encode())


def read_record(folder: Path, key: str) -> SessionRecord | None:
    """The record of that session; None when there is none or it is damaged."""
    return _read(_path(folder, key))


def all_records(folder: Path) -> list[SessionRecord]:
    """Every record that can be read."""
    return [record for path in sorted(folder.glob("*.json")) if (record := _read(path))]


def remove_record(folder: Path, key: str) -> None:
    """Forget the session."""
    _path(folder, key).unlink(missing_ok=True)


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"


def _read(path: Path) -> SessionRecord | None:
    try:
        return SessionRecord.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
