"""From an error of TUF's client to a verdict: which of the known attacks, or accidents, it was.

The client says only that something does not fit. What it was is seen from the file that came last,
beside what was believed before.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from securesystemslib.exceptions import VerificationError
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
    SlowRetrievalError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError

from officina_hub.federation.trust.verdicts import Verdict


class Seen(NamedTuple):
    """What was believed when the error came, and the bytes that brought it.

    ``timestamp`` is the one of before this reading; ``root`` and ``targets`` are those of now.
    """

    root: Root | None
    targets: Targets | None
    timestamp: Timestamp | None
    snapshot: Snapshot | None
    file: str
    data: bytes
    newest: bytes
    now: datetime


def verdict_of(error: Exception, seen: Seen) -> tuple[Verdict, str]:
    """What happened, and of which file it is to be said."""
    if isinstance(error, ExpiredMetadataError):
        return _expired(seen)
    return _of_the_last(error, seen), seen.file


def _of_the_last(error: Exception, seen: Seen) -> Verdict:
    match error:
        case DownloadLengthMismatchError():
            return Verdict.TOO_LARGE
        case SlowRetrievalError():
            return Verdict.TOO_SLOW
        case DownloadError():
            # A fetcher that knows better says so by the error behind this one.
            return Verdict(getattr(error.__cause__, "verdict", Verdict.UNREACHABLE))
        case BadVersionNumberError():
            return _wrong_version(seen)
        case UnsignedMetadataError():
            return _unsigned(seen)
        case RepositoryError():
            return _unfitting(seen)
    return Verdict.TAMPERED


def _expired(seen: Seen) -> tuple[Verdict, str]:
    """A timestamp that is no newer than the last one was kept back; anything else just ended."""
    if seen.root and seen.root.is_expired(seen.now):
        return Verdict.EXPIRED, "root.json"
    arrived = _signed(seen.newest)
    if not (isinstance(arrived, Timestamp) and arrived.is_expired(seen.now)):
        return Verdict.EXPIRED, seen.file
    known = seen.timestamp
    is_kept_back = known and arrived.version <= known.version
    return (Verdict.FROZEN if is_kept_back else Verdict.EXPIRED), "timestamp.json"


def _wrong_version(seen: Seen) -> Verdict:
    arrived = _signed(seen.data)
    known = seen.timestamp
    if isinstance(arrived, Timestamp) and known:
        return Verdict.REPLAYED if arrived.version < known.version else Verdict.ROLLED_BACK
    if isinstance(arrived, Snapshot) and seen.snapshot:
        fell = any(
            file in arrived.meta and arrived.meta[file].version < one.version
            for file, one in seen.snapshot.meta.items()
        )
        return Verdict.ROLLED_BACK if fell else Verdict.TAMPERED
    return Verdict.TAMPERED


def _unsigned(seen: Seen) -> Verdict:
    """Signed by others than those who may: a key that nobody was told of, or a forged name."""
    metadata = _metadata(seen.data)
    allowed = _allowed(seen)
    if metadata is None or allowed & set(metadata.signatures):
        return Verdict.TAMPERED
    return Verdict.KEY_CHANGED_WITHOUT_ROOT


def _unfitting(seen: Seen) -> Verdict:
    """What was genuine once is told from what never was."""
    metadata = _metadata(seen.data)
    expected = _expected_version(seen)
    if metadata is None or expected is None or metadata.signed.version >= expected:
        return Verdict.TAMPERED
    role = _role(seen.file)
    delegator = seen.targets if role.startswith("factory-") else seen.root
    try:
        if delegator:
            delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
            return Verdict.ROLLED_BACK
    except (RepositoryError, VerificationError, ValueError):
        pass
    return Verdict.TAMPERED


def _allowed(seen: Seen) -> set[str]:
    role = _role(seen.file)
    delegator = seen.targets if role.startswith("factory-") else seen.root
    try:
        return set(delegator.get_delegated_role(role).keyids) if delegator else set()
    except ValueError:
        return set()


def _expected_version(seen: Seen) -> int | None:
    number, dot, _ = seen.file.partition(".")
    return int(number) if dot and number.isdigit() else None


def _role(file: str) -> str:
    name = file.removesuffix(".json")
    number, dot, rest = name.partition(".")
    return rest if dot and number.isdigit() else name


def _metadata(data: bytes) -> Metadata | None:  # type: ignore[type-arg]
    try:
        return Metadata.from_bytes(data)
    except (DeserializationError, ValueError):
        return None


def _signed(data: bytes) -> object:
    metadata = _metadata(data)
    return metadata.signed if metadata else None
