"""Metadata that waits for signatures: of root and targets, whose keys may lie offline.

A draft is a file that travels: to each holder of a key, who signs it there, and back. When enough
of them have signed, it is published like any other version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from securesystemslib.exceptions import StorageError
from securesystemslib.signer import Key
from tuf.api.metadata import Metadata, Root, Targets
from tuf.api.serialization import DeserializationError

from officina_hub.errors import OfficinaError
from officina_hub.federation.fetching.errors import told
from officina_hub.federation.trust.key_names import misnamed
from officina_hub.federation.trust.keyring import Keyring
from officina_hub.federation.trust.roles import ROOT, TARGETS
from officina_hub.federation.trust.shelf import SERIALIZER, write_whole


class Draft(NamedTuple):
    """One, with whose signatures it has and lacks, and how many more it needs."""

    path: Path
    metadata: Metadata[Root] | Metadata[Targets]
    signed_by: tuple[str, ...]
    unsigned_by: tuple[str, ...]
    missing: int

    @property
    def role(self) -> str:
        return self.metadata.signed.type

    @property
    def version(self) -> int:
        return self.metadata.signed.version


class Drafts:
    """The folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, metadata: Metadata[Root] | Metadata[Targets]) -> None:
        """Keep it until enough have signed."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        signed = metadata.signed
        write_whole(self._path(signed.type, signed.version), metadata.to_bytes(SERIALIZER))

    def of(self, role: str, root: Root | None) -> Draft | None:
        """The one of root or targets that is the newest; ``root`` is the one that holds now."""
        path = self._newest(role)
        if path is None:
            return None
        first = self._newest(ROOT)
        if role == TARGETS and root is None and first:
            # Both are new, and the root that waits names the keys.
            told = opened(first, None).metadata.signed
            root = told if isinstance(told, Root) else None
        return opened(path, root)

    def all(self, root: Root | None) -> Iterator[Draft]:
        """Those that wait."""
        for role in (ROOT, TARGETS):
            if draft := self.of(role, root):
                yield draft

    def drop(self, role: str) -> None:
        """Have none of that role any more."""
        for path in self.folder.glob(f"*.{role}.json"):
            path.unlink()

    def _newest(self, role: str) -> Path | None:
        return max(self.folder.glob(f"*.{role}.json"), key=_version, default=None)

    def _path(self, role: str, version: int) -> Path:
        return self.folder / f"{version}.{role}.json"


def opened(path: Path, root: Root | None) -> Draft:
    """A draft in a file; raises ``OfficinaError`` for what is none."""
    metadata = _read(path)
    signed = metadata.signed
    if isinstance(signed, Root):
        before = root if root and signed.version == root.version + 1 else None
        told = signed.get_root_verification_result(
            before, metadata.signed_bytes, metadata.signatures
        )
        missing = max(told.first.missing, told.second.missing)
        return Draft(path, metadata, tuple(told.signed), tuple(told.unsigned), missing)
    if isinstance(signed, Targets) and root:
        result = root.get_verification_result(TARGETS, metadata.signed_bytes, metadata.signatures)
        return Draft(path, metadata, tuple(result.signed), tuple(result.unsigned), result.missing)
    raise _no_draft(path)


def sign(path: Path, keyring: Keyring) -> int:
    """Add the signatures of these keys to a draft, wherever it lies; how many were added.

    Only a draft's own keys sign it: for root those that it names, and those of the root before,
    which this file alone does not tell. So all keys that are handed in sign.
    """
    metadata = _read(path)
    before = len(metadata.signatures)
    for signer in keyring.all_signers():
        metadata.sign(signer, append=True)
    write_whole(path, metadata.to_bytes(SERIALIZER))
    return len(metadata.signatures) - before


def named_in(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The ids of keys that a draft names, by the role or factory that they would sign for."""
    signed = _read(path).signed
    if isinstance(signed, Root):
        return {name: tuple(role.keyids) for name, role in sorted(signed.roles.items())}
    roles = (signed.delegations.roles if signed.delegations else None) or {}
    return {name: tuple(role.keyids) for name, role in sorted(roles.items())}


def keys_of(root: Root, role: str) -> dict[str, Key]:
    """The keys of a role, by their ids."""
    return {one: root.keys[one] for one in root.roles[role].keyids}


def _read(path: Path) -> Metadata[Root] | Metadata[Targets]:
    """What the file holds; nobody shows or signs a key under the id of another."""
    try:
        metadata = Metadata[Any].from_file(str(path))
    except (DeserializationError, StorageError, OSError) as error:
        raise _no_draft(path) from error
    if not isinstance(metadata.signed, Root | Targets):
        raise _no_draft(path)
    if keyid := misnamed(metadata.signed):
        raise OfficinaError(
            f"The draft {path} names the key {told(keyid)}, and the key there has another id.",
            "Whoever compares ids would take a stranger's key for the one that is meant.",
            "Throw that draft away, and ask its sender how it came about.",
        )
    return metadata


def _no_draft(path: Path) -> OfficinaError:
    return OfficinaError(
        f"{path} is no draft of root or targets.",
        "Nothing was signed or published.",
        "Name a file that lies in the folder federation/drafts of a data folder.",
    )


def _version(path: Path) -> int:
    number, _, _ = path.name.partition(".")
    return int(number) if number.isdigit() else 0
