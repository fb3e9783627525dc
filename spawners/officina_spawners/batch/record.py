"""The write-ahead record of a batch session: what the hub must not forget, whenever it dies.

It is on the disk before the job is asked for, and says under which comment the job can be found
again; the job's number follows as soon as it is known. It goes when the job's end is proven. The
session's API token stands in it because the Hub keeps only a hash, and a job that waits in the
queue has been given that one token; the file is for the hub's account alone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, SecretStr, ValidationError, field_serializer

from officina_courses.model import Frozen
from officina_courses.whole_files import write_whole
from officina_spawners.profiles.choice import SessionChoice
from officina_spawners.slurm.jobs import JobId

COMMENT = re.compile(r"officina:([0-9a-f]{16}):([0-9a-f]{32})")

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


def new_comment(hub: str) -> str:
    """The mark by which this hub knows a job as its own: the hub's number and one for the job."""
    return f"officina:{hub}:{secrets.token_hex(16)}"


def is_of_hub(comment: str, hub: str) -> bool:
    """Whether a job with this comment says to be this hub's; its user may have copied it."""
    found = COMMENT.fullmatch(comment)
    return found is not None and found[1] == hub


class JobRecords:
    """The records of one hub, a file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, record: JobRecord) -> None:
        """Keep it, whole or not at all, also when the power fails right after."""
        write_whole(self._path(record.key), record.model_dump_json().encode())

    @property
    def endings(self) -> Path:
        """Where it is kept how the last session of each key ended."""
        return self._folder.with_name(f"{self._folder.name}-ended")

    def read(self, key: str) -> JobRecord | None:
        """The record of that session; None when there is none, or it is damaged."""
        try:
            return JobRecord.model_validate_json(self._path(key).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def remove(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[JobRecord]:
        for path in sorted(self._folder.glob("*.json")):
            if record := self.read(path.stem):
                yield record

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"
