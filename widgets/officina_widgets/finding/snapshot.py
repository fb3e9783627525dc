"""A copy of the catalogue in one file, searched where it lies.

The file has a line of JSON for what it is and one for each catalogue record, compressed where its
name ends in ``.gz``. The first line may be sealed (``snapshot_seal``). The file is read once, when
first asked, into an index of its own in a temporary folder.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Final, Literal

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import LARGEST_RECORD
from officina_widgets.catalogue.search.backend import SearchBackend
from officina_widgets.catalogue.search.unreadable import leave_out
from officina_widgets.errors import NotFound, PortalError
from officina_widgets.finding.snapshot_memory import SnapshotMemory
from officina_widgets.finding.snapshot_seal import (
    NotSealedError,
    Sign,
    check_seal,
    hashed,
    seal,
    sealed_words,
)

MOST_RECORDS: Final = 10_000
MIB: Final = 1024 * 1024
LONGEST_LINE: Final = LARGEST_RECORD + MIB
"""A record with what the catalogue knows of it."""
MOST_BYTES: Final = 256 * MIB
"""Of all lines as they are read, so that a small file cannot fill a kernel's memory."""

OLD: Final = timedelta(days=30)

NOT_SIGNED = (
    "The snapshot {path} is not signed, and this hub signs its own, so nothing of it is shown: "
    "anybody could have written it. Tell your support; `officina catalogue snapshot` writes a new "
    "one."
)
FORGED = (
    "The snapshot {path} does not bear this hub's signature ({reason}), so nothing of it is shown: "
    "somebody has changed it, or it comes from another hub. Tell your support."
)
PUT_BACK = (
    "The snapshot {path} is of {as_of}, and you were shown one of this hub of {seen} before, so "
    "nothing of it is shown: somebody may have put an old one in its place, without what was "
    "mended since. Tell your support. If the hub itself went back to it, delete {memory}."
)
NO_SNAPSHOT = (
    "{path} is no snapshot of a catalogue ({reason}), so there is nothing to search in it. Ask "
    "whoever gave it to you for a new one, or search the portal."
)
MISSING = (
    "There is no file {path}, so there is nothing to search in it. Check the path; `officina "
    "catalogue snapshot` writes one."
)
NO_RECORD = (
    "There is no record {record_id!a} in the snapshot {path}, so there is nothing to show of it. "
    "Search for its title; it may have another id."
)


def _now() -> datetime:
    return datetime.now(UTC)


class SnapshotHead(Frozen):
    """The first line."""

    format: Literal["officina-catalogue-snapshot-1"] = "officina-catalogue-snapshot-1"
    as_of: AwareDatetime
    records: int
    sha256: str = ""
    signature: str = ""

    def sealed_words(self) -> bytes:
        """What is signed."""
        return sealed_words(as_of=self.as_of, records=self.records, sha256=self.sha256)


class NotASnapshot(PortalError):  # noqa: N818 - as in its family
    """A file that cannot be read as one."""


class MissingSnapshot(NotASnapshot):
    """One that nobody has written yet, or somebody took away."""


class ForgedSnapshot(NotASnapshot):
    """One that this hub has not written."""


def write_snapshot(
    path: Path, records: Iterable[CatalogRecord], *, as_of: datetime, sign: Sign | None = None
) -> int:
    """Write at most ``MOST_RECORDS`` of them and ``MOST_BYTES``, for everybody to read.

    Returns how many.
    """
    lines = list(_written(records))
    body = b"".join(lines)
    digest = hashlib.sha256(body).hexdigest()
    head = SnapshotHead(as_of=as_of, records=len(lines), sha256=digest)
    if sign is not None:
        head = head.model_copy(update={"signature": seal(head.sealed_words(), sign)})
    text = head.model_dump_json().encode() + b"\n" + body
    # Whoever reads it meanwhile has the old one or the new one, and never half of it.
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    part.chmod(0o644)
    part.replace(path)
    return len(lines)


def _written(records: Iterable[CatalogRecord]) -> Iterator[bytes]:
    left = MOST_BYTES - LONGEST_LINE  # room for the head
    for filed in islice(records, MOST_RECORDS):
        line = filed.model_dump_json(exclude_none=True).encode() + b"\n"
        left -= len(line)
        if left < 0:
            return
        yield line


class SnapshotCatalogue:
    """Answers from such a file, and where the hub's public key is given only from the hub's own."""

    is_snapshot: Final = True

    def __init__(
        self,
        path: Path | str,
        *,
        key: str = "",
        memory: SnapshotMemory | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._path = Path(path)
        self._key = key
        self._memory = memory
        self._clock = clock

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever reads the answers should know: ``unsigned``, ``unchecked``, ``old``."""
        head = self._read[0]
        who = "" if self._key else "unchecked" if head.signature else "unsigned"
        age = "old" if self._clock() - head.as_of > OLD else ""
        return tuple(note for note in (who, age) if note)

    def ask(self, ask: Ask) -> Answer:
        """Everything found."""
        from officina_widgets.catalogue.search.answering import answer

        return answer(self._backend, ask)

    def record(self, record_id: str) -> CatalogRecord:
        """One record."""
        try:
            return self._records[record_id]
        except KeyError:
            sentence = NO_RECORD.format(record_id=record_id[:100], path=self._path)
            raise NotFound(sentence, code="no-such-record", status=404) from None

    @cached_property
    def _read(self) -> tuple[SnapshotHead, dict[str, CatalogRecord]]:
        try:
            with _opened(self._path) as source:
                lines = _lines(source)
                head = SnapshotHead.model_validate_json(next(lines, b""))
                self._check(head)
                stored = list(hashed(lines, head.sha256))
                records = [one for line in stored if (one := _record(line))]
        except NotSealedError as error:
            sentence = FORGED.format(path=self._path, reason=error)
            raise ForgedSnapshot(sentence, code="forged-snapshot") from error
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise self._no_snapshot(f"{place or 'a line'}: {error.errors()[0]['msg']}") from error
        except FileNotFoundError as error:
            sentence = MISSING.format(path=self._path)
            raise MissingSnapshot(sentence, code="missing-snapshot") from error
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise self._no_snapshot(str(error)) from error
        if len(stored) != head.records:
            raise self._no_snapshot(f"it has {len(stored)} of {head.records} records")
        if self._key and self._memory is not None:
            self._memory.remember(self._key, head.as_of, self._clock())
        return head, {filed.id: filed for filed in records}

    def _check(self, head: SnapshotHead) -> None:
        """Before a record of it is looked at."""
        if not self._key:
            return
        if not head.signature:
            sentence = NOT_SIGNED.format(path=self._path)
            raise ForgedSnapshot(sentence, code="unsigned-snapshot")
        check_seal(head.signature, head.sealed_words(), self._key)
        seen = self._memory.newest(self._key) if self._memory is not None else None
        if self._memory is not None and seen is not None and head.as_of < seen:
            days = {"as_of": f"{head.as_of:%Y-%m-%d %H:%M}", "seen": f"{seen:%Y-%m-%d %H:%M}"}
            sentence = PUT_BACK.format(path=self._path, memory=self._memory.path, **days)
            raise ForgedSnapshot(sentence, code="snapshot-put-back")

    @property
    def _records(self) -> dict[str, CatalogRecord]:
        return self._read[1]

    @cached_property
    def _folder(self) -> Path:
        """It goes with this object, or with the process."""
        folder = Path(tempfile.mkdtemp(prefix="officina-catalogue-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    @cached_property
    def _backend(self) -> SearchBackend:
        from officina_widgets.catalogue.search import engine
        from officina_widgets.catalogue.search.documents import document_of

        head, records = self._read
        backend = engine(self._folder, kind="sqlite")
        backend.rebuild(map(document_of, records.values()), as_of=head.as_of)
        return backend

    def _no_snapshot(self, reason: str) -> NotASnapshot:
        sentence = NO_SNAPSHOT.format(path=self._path, reason=reason)
        return NotASnapshot(sentence, code="not-a-snapshot")


def _record(line: bytes) -> CatalogRecord | None:
    """The record of a line; nothing of one that this version's model does not take."""
    try:
        return CatalogRecord.model_validate_json(line)
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            raise
        leave_out(line, error)
        return None


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    """Lines with something in them, as many and as long as a snapshot may have."""
    left = MOST_BYTES
    for number in range(MOST_RECORDS + 2):
        line = source.readline(LONGEST_LINE)
        if not line:
            return
        if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            raise ValueError(f"line {number + 1} is longer than {LONGEST_LINE} bytes")
        left -= len(line)
        if left < 0:
            raise ValueError(f"it unpacks to more than {MOST_BYTES // MIB} MiB")
        if line.strip():
            yield line
    raise ValueError(f"it has more than {MOST_RECORDS} records")
