"""A peer's folder as this side believes it: refreshed, and file by file.

Wraps TUF's own client workflow (``tuf.ngclient.Updater``), which keeps what was believed in a
folder of its own, so that nothing older is ever believed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from securesystemslib.exceptions import StorageError
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from officina_hub.federation.trust.diagnosis import Seen, verdict_of
from officina_hub.federation.trust.key_names import misnamed
from officina_hub.federation.trust.roles import factory_role, is_path_of
from officina_hub.federation.trust.verdicts import NotTrusted, Verdict
from officina_hub.federation.trust.watched import Watched
from officina_hub.federation.trust.what_came import EMPTY, HTML, is_html, no_metadata

ERRORS: Final = (RepositoryError, DownloadError, StorageError, ValueError, KeyError, TypeError)


class Believed(NamedTuple):
    """A file that a factory has signed."""

    path: str
    length: int
    sha256: str


class PeerFolder:
    """The folder of a peer at an address, read with a fetcher that the caller guards.

    ``kept`` is where what was believed is remembered; ``root`` the root that the operator trusts;
    ``factory`` whose role is asked for, in a folder that may be shared by several.
    """

    def __init__(
        self, kept: Path, *, root: bytes, address: str, factory: str, fetcher: FetcherInterface
    ) -> None:
        self._kept = kept
        self._root = root
        self._address = address if address.endswith("/") else f"{address}/"
        self._factory = factory
        self._watched = Watched(fetcher)
        self._updater: Updater | None = None
        self._files: dict[str, TargetFile] = {}

    def refresh(self) -> Mapping[str, Believed]:
        """All that the factory has signed, by path; the newest there is.

        Raises
        ------
        NotTrusted
            When it cannot be believed; nothing of before is forgotten then.

        """
        self._check_names("root.json", _parsed(self._root))
        self._kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = self._remembered()
        try:
            self._updater = self._begun()
            self._updater.refresh()
            # The walk to any file of the factory's loads and checks its role.
            self._updater.get_targetinfo(f"{self._factory}/profile.json")
        except ERRORS as error:
            raise self._refused(error, before) from error
        self._files = self._signed_files()
        return {
            path: Believed(path, file.length, file.hashes["sha256"])
            for path, file in self._files.items()
        }

    def fetch(self, path: str, into: Path) -> Believed:
        """Fetch a file that the last ``refresh`` named, and see that it is what was signed."""
        file = self._files.get(path)
        if file is None or self._updater is None:
            raise NotTrusted(Verdict.TAMPERED, self._factory, path, "its role does not name it")
        before = self._remembered()
        try:
            self._updater.download_target(file, str(into), self._address)
        except ERRORS as error:
            into.unlink(missing_ok=True)
            raise self._refused(error, before, path) from error
        return Believed(path, file.length, file.hashes["sha256"])

    def _begun(self) -> Updater:
        return Updater(
            metadata_dir=str(self._kept),
            metadata_base_url=f"{self._address}metadata/",
            fetcher=self._watched,
            config=UpdaterConfig(prefix_targets_with_hash=False),
            bootstrap=self._root,
        )

    def _signed_files(self) -> dict[str, TargetFile]:
        """What the factory's role names, where all of it is the factory's own."""
        role = factory_role(self._factory)
        targets = _read(self._kept / "targets.json")
        self._check_names("root.json", _read(self._kept / "root.json"))
        self._check_names("targets.json", targets)
        delegated = isinstance(targets, Targets) and targets.delegations
        if not (delegated and role in (delegated.roles or {})):
            raise NotTrusted(Verdict.NOT_FOR_THIS_FACTORY, self._factory, f"{role}.json")
        signed = _read(self._kept / f"{role}.json")
        snapshot = _read(self._kept / "snapshot.json")
        if not (
            isinstance(signed, Targets)
            and isinstance(snapshot, Snapshot)
            and snapshot.meta[f"{role}.json"].version == signed.version
        ):
            # Another role stands before it and ends the search, so what lies here is of before.
            raise NotTrusted(Verdict.NOT_FOR_THIS_FACTORY, self._factory, f"{role}.json")
        files = dict(signed.targets)
        for path, file in files.items():
            if not is_path_of(self._factory, path):
                raise NotTrusted(Verdict.NOT_FOR_THIS_FACTORY, self._factory, path)
            if "sha256" not in file.hashes:
                raise NotTrusted(Verdict.TAMPERED, self._factory, path, "no SHA-256 is signed")
        return files

    def _check_names(self, file: str, signed: object) -> None:
        if keyid := misnamed(signed):
            why = f"the key {keyid} is not the one of that id"
            raise NotTrusted(Verdict.TAMPERED, self._factory, file, why)

    def _refused(self, error: Exception, before: _Remembered, path: str = "") -> NotTrusted:
        if isinstance(error, NotTrusted):
            return error
        root, targets = _read(self._kept / "root.json"), _read(self._kept / "targets.json")
        seen = Seen(
            root=root if isinstance(root, Root) else None,
            targets=targets if isinstance(targets, Targets) else None,
            timestamp=before.timestamp,
            snapshot=before.snapshot,
            file=self._watched.file,
            data=self._watched.data,
            newest=self._watched.timestamp,
            now=datetime.now(UTC),
        )
        verdict, file = verdict_of(error, seen)
        found = self._found(error, path) or str(error)
        return NotTrusted(verdict, self._factory, path or file or "root.json", found)

    def _found(self, error: Exception, path: str) -> str:
        """What the bytes are that brought the error, where they say more than it does."""
        came = self._watched.data
        if is_html(came):
            return HTML
        if not isinstance(error, RepositoryError):
            return ""
        if path:
            return "" if came else EMPTY
        return no_metadata(came)

    def _remembered(self) -> _Remembered:
        timestamp, snapshot = (
            _read(self._kept / "timestamp.json"),
            _read(self._kept / "snapshot.json"),
        )
        return _Remembered(
            timestamp if isinstance(timestamp, Timestamp) else None,
            snapshot if isinstance(snapshot, Snapshot) else None,
        )


class _Remembered(NamedTuple):
    timestamp: Timestamp | None
    snapshot: Snapshot | None


def _read(path: Path) -> object:
    """What was believed before; nothing where it is not there or cannot be read."""
    try:
        return _parsed(path.read_bytes())
    except OSError:
        return None


def _parsed(data: bytes) -> object:
    try:
        return Metadata.from_bytes(data).signed
    except DeserializationError:
        return None
