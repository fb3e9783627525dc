"""The folder ``metadata/``: each version of each role as a file of its own, written in one step.

With consistent snapshots only ``timestamp.json`` is ever replaced, so whoever reads follows it to
versions that belong together, whatever is written meanwhile.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from officina_hub.federation.trust.roles import FACTORY, ROOT, TARGETS, TIMESTAMP
from officina_hub.written_once import sync_folder

NAME: Final = re.compile(r"(?P<version>[1-9]\d*)\.(?P<role>[a-z][a-z0-9-]*)\.json")
KEPT_VERSIONS: Final = 10
"""Beside the newest, for whoever is in the midst of reading; roots are all kept."""
PUBLIC: Final = 0o644
SERIALIZER: Final = JSONSerializer(compact=False)

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)
AnyMetadata = Metadata[Root] | Metadata[Timestamp] | Metadata[Snapshot] | Metadata[Targets]


class Shelf:
    """What lies in a folder of metadata."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def root(self) -> Metadata[Root] | None:
        """The newest root."""
        return self._newest("root")

    def targets(self, role: str = TARGETS) -> Metadata[Targets] | None:
        """The newest of a role that names files or factories."""
        return self._newest(role)

    def snapshot(self) -> Metadata[Snapshot] | None:
        """The newest snapshot."""
        return self._newest("snapshot")

    def timestamp(self) -> Metadata[Timestamp] | None:
        """The timestamp."""
        path = self.folder / "timestamp.json"
        return Metadata[Timestamp].from_bytes(path.read_bytes()) if path.exists() else None

    def data(self, role: str, version: int) -> bytes:
        """A version of a role, as it is given to readers."""
        return self._path(role, version).read_bytes()

    def factories(self) -> list[str]:
        """The ids of those that have ever signed here."""
        roles = {found["role"] for found in self._found()}
        return sorted(one.removeprefix(FACTORY) for one in roles if one.startswith(FACTORY))

    def put(self, role: str, data: bytes, version: int) -> None:
        """Write a version of a role."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(role, version), data)
        if role not in {ROOT, TIMESTAMP}:
            self._forget_before(role, version - KEPT_VERSIONS)

    def _newest(self, role: str) -> Metadata[T] | None:
        versions = [int(found["version"]) for found in self._found() if found["role"] == role]
        return Metadata[T].from_bytes(self.data(role, max(versions))) if versions else None

    def _found(self) -> list[re.Match[str]]:
        paths = self.folder.iterdir() if self.folder.is_dir() else ()
        return [found for path in paths if (found := NAME.fullmatch(path.name))]

    def _path(self, role: str, version: int) -> Path:
        name = f"{role}.json" if role == TIMESTAMP else f"{version}.{role}.json"
        return self.folder / quote(name)

    def _forget_before(self, role: str, version: int) -> None:
        for found in self._found():
            if found["role"] == role and int(found["version"]) < version:
                (self.folder / found[0]).unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """A public file that is there whole, or as it was before."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    arriving = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), PUBLIC)
        arriving.replace(path)
    finally:
        arriving.unlink(missing_ok=True)
    sync_folder(path.parent)
