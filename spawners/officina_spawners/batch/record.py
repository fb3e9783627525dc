"""The write-ahead record of a batch session: what the hub must not forget, whenever it dies.

It is on the disk before the job is asked for, and says under which comment the job can be found
again; the job's number follows as soon as it is known. It goes when the job's end is proven. The
session's API token stands in it because the Hub keeps only a hash, and a job that waits in the
queue has been given that one token; the file is for the hub's account alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, SecretStr, ValidationError, field_serializer

from officina_courses.model import Frozen
from officina_courses.whole_files import write_whole
from officina_spawners.profiles.choice import SessionChoice
from officina_spawners.slurm.jobs import JobId

# starting: asked for, waiting or not yet answering; leaving: it is to end, and has not been seen to
Phase = Literal["starting", "running", "leaving"]


class JobRecord(Frozen):
    """One session that is, or may be, a job of a cluster."""

    key: str
    hub_user: str
    user: str  # the Unix account
    server_name: str
    cluster: str
    comment: str
    choice: SessionChoice
    token: SecretStr
    phase: Phase
    asked_at: AwareDatetime
    began_at: AwareDatetime | None = None  # the run of the job that the port is of
    job: JobId | None = None
    address: str = ""
    port: int = 0
    log: str = ""  # the path of the job's log, with {job} for its number

    @field_serializer("token", when_used="json")
    def _for_the_file(self, token: SecretStr) -> str:
        return token.get_secret_value()


class JobRecords:
    """The records of one hub, a file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, record: JobRecord) -> None:
        """Keep it, whole or not at all, also when the power fails right after."""
        write_whole(self._path(record.key), record.model_dump_json().encode())

    @property
    def endings(self) -> Path:
        """Where it is kept how the last session of each key ended."""
        return self.folder.with_name(f"{self.folder.name}-ended")

    def read(self, key: str) -> JobRecord | None:
        """The record of that session; None when there is none, or nobody can read it."""
        try:
            return self._read(key)
        except (OSError, ValidationError):
            return None

    def unreadable(self) -> Mapping[str, str]:
        """Of which sessions there is a record that nobody can read, and why (``OSError``).

        Nobody knows anything about these: neither that they run nor that they do not.
        """
        return {key: why for key in self._keys() if (why := self.trouble(key))}

    def trouble(self, key: str) -> str:
        """Why nobody can read the record of that session; empty where one can, or none is there."""
        try:
            self._read(key)
        except FileNotFoundError:
            return ""
        except OSError as error:
            return error.strerror or type(error).__name__
        except ValidationError:
            return "it is damaged"
        return ""

    def renew(self, record: JobRecord) -> None:
        """Keep it in place of an older state; one that was removed, or replaced, stays so."""
        if self._path(record.key).exists() and not self._is_anothers(record):
            self.write(record)

    def remove(self, record: JobRecord) -> None:
        """It is over; what came after it under its key stays."""
        if not self._is_anothers(record):
            self._path(record.key).unlink(missing_ok=True)

    def _is_anothers(self, record: JobRecord) -> bool:
        found = self.read(record.key)
        return found is not None and found.comment != record.comment

    def __iter__(self) -> Iterator[JobRecord]:
        """Those that can be read (``OSError`` when not even their names can)."""
        return (record for key in self._keys() if (record := self.read(key)))

    def _keys(self) -> list[str]:
        try:
            return sorted(path.stem for path in self.folder.iterdir() if path.suffix == ".json")
        except FileNotFoundError:
            return []

    def _read(self, key: str) -> JobRecord:
        return JobRecord.model_validate_json(self._path(key).read_bytes())

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"
