"""The making of metadata: who may sign, what they sign, and that it is renewed in time.

Changes of root and targets need keys that may lie elsewhere, so each is a draft first. It is
published at once where enough of its keys are at hand, and waits for the others where not. The keys
of timestamp, snapshot and factory are always at hand, or nothing can be published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization import DeserializationError

from officina_courses.packages.keys import PublicKey
from officina_hub.federation.trust.drafts import Draft, Drafts, keys_of
from officina_hub.federation.trust.keyring import Keyring
from officina_hub.federation.trust.refusals import (
    begun_already,
    draft_waits,
    no_key_at_hand,
    no_such_key,
    not_admitted,
    not_begun,
    not_its_own,
    not_signed_by,
)
from officina_hub.federation.trust.roles import (
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    TOP_LEVEL,
    factory_role,
    is_path_of,
    lifetime_of,
    patterns_of,
)
from officina_hub.federation.trust.shelf import SERIALIZER, Shelf
from officina_hub.federation.trust.standing import RoleStanding, standing_of

METADATA: Final = "metadata"
T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


class Founding(NamedTuple):
    """The keys of a new folder; of root's keys ``threshold`` must agree to any change of keys."""

    root: tuple[PublicKey, ...]
    threshold: int
    targets: PublicKey
    snapshot: PublicKey
    timestamp: PublicKey


class Repository:
    """The metadata of one published folder, at one moment, with the keys that are at hand."""

    def __init__(self, folder: Path, drafts: Path, keyring: Keyring, now: datetime) -> None:
        self._shelf = Shelf(folder / METADATA)
        self._drafts = Drafts(drafts)
        self._keyring = keyring
        self._now = now.replace(microsecond=0)

    # Root and targets: by drafts

    def check_is_new(self) -> None:
        """Raise ``OfficinaError`` where somebody has begun already."""
        if self._shelf.root() or self._drafts.of(ROOT, None):
            raise begun_already(self._shelf.folder)

    def found(self, keys: Founding, factories: Mapping[str, PublicKey]) -> None:
        """Begin: a root with its keys, and targets that name these factories."""
        self.check_is_new()
        root = Root(version=1, expires=self._end_of(ROOT), consistent_snapshot=True)
        for public in keys.root:
            root.add_key(public.verifier, ROOT)
        root.roles[ROOT].threshold = keys.threshold
        root.add_key(keys.targets.verifier, TARGETS)
        root.add_key(keys.snapshot.verifier, SNAPSHOT)
        root.add_key(keys.timestamp.verifier, TIMESTAMP)
        self._propose_root(None, root)
        targets = Targets(version=1, expires=self._end_of(TARGETS), delegations=Delegations({}, {}))
        for factory, key in factories.items():
            _admitted(targets, factory, key)
        self._propose_targets(targets, root)

    def admit(self, factory: str, key: PublicKey) -> None:
        """Let a factory sign what stands in its own folder, with that key and no other."""
        self._change_targets(lambda targets: _admitted(targets, factory, key))

    def remove(self, factory: str) -> None:
        """Let a factory sign no more; what it signed is not believed from then on."""

        def removed(targets: Targets) -> None:
            role = self._delegated(targets, factory)
            for key in list(role.keyids):
                targets.revoke_key(key, role.name)
            if targets.delegations and targets.delegations.roles:
                del targets.delegations.roles[role.name]

        self._change_targets(removed)

    def keys_of(self, role: str, wanted: str | None = None) -> str:
        """The id of the one key of a role, top-level or a factory's, or the one that is wanted."""
        if role in TOP_LEVEL:
            known = list(self._root().signed.roles[role].keyids)
        else:
            known = list(self._delegated(self._targets().signed, role).keyids)
        if wanted in known or (wanted is None and len(known) == 1):
            return wanted or known[0]
        raise no_such_key(role, wanted, known)

    def rotate(self, role: str, old: str, new: PublicKey) -> None:
        """Put a new key in the place of one of a role.

        Root agrees to those of the top-level roles, targets to those of a factory.
        """

        def in_root(root: Root) -> None:
            root.revoke_key(old, role)
            root.add_key(new.verifier, role)

        def in_targets(targets: Targets) -> None:
            targets.revoke_key(old, factory_role(role))
            targets.add_key(new.verifier, factory_role(role))

        self.keys_of(role, old)
        if role in TOP_LEVEL:
            self._change_root(in_root)
        else:
            self._change_targets(in_targets)

    def drafts(self) -> list[Draft]:
        """What waits for signatures."""
        return list(self._drafts.all(self._root_or_none()))

    def settle(self) -> list[str]:
        """Publish the drafts that enough keys have signed; which roles these were."""
        settled = []
        for role in (ROOT, TARGETS):
            root = self._root_or_none()
            draft = self._drafts.of(role, root)
            if draft is None or draft.missing or (root is None and role == TARGETS):
                continue
            held = self._shelf.root() if role == ROOT else self._shelf.targets()
            if draft.version == (held.signed.version + 1 if held else 1):
                self._shelf.put(role, draft.metadata.to_bytes(SERIALIZER), draft.version)
                settled.append(role)
            self._drafts.drop(role)
        return settled

    # Files, and the roles that are always at hand

    def factories(self) -> dict[str, tuple[str, ...]]:
        """Those that may sign, with the ids of their keys; raises where nobody has begun."""
        delegations = self._targets().signed.delegations
        roles = delegations and delegations.roles
        return {
            name.removeprefix(factory_role("")): tuple(role.keyids)
            for name, role in (roles or {}).items()
        }

    def files_of(self, factory: str) -> dict[str, TargetFile]:
        """What a factory has signed, by path."""
        held = self._shelf.targets(factory_role(factory))
        return dict(held.signed.targets) if held else {}

    def sign_files(self, factory: str, files: Iterable[TargetFile]) -> bool:
        """Have a factory's role name these files; false where it names just these already."""
        named = {file.path: file for file in files}
        for path in named:
            if not is_path_of(factory, path):
                raise not_its_own(factory, path)
        role = factory_role(factory)
        held = self._shelf.targets(role)
        if held and held.signed.targets == named and self._holds(role, held):
            return False
        version = held.signed.version + 1 if held else 1
        signed = Targets(version=version, expires=self._end_of(role), targets=named)
        self._put(role, Metadata(signed))
        return True

    def take(self, factory: str, data: bytes) -> bool:
        """Take in what a factory has signed elsewhere; false where it is here already."""
        if self.signed_by(factory, data) is None:
            return False
        self._shelf.put(factory_role(factory), data, targets_in(factory, data).signed.version)
        return True

    def signed_by(self, factory: str, data: bytes) -> list[TargetFile] | None:
        """The files that a factory has signed elsewhere; None where that is here already."""
        role = factory_role(factory)
        targets = self._targets().signed
        self._delegated(targets, factory)
        arriving = targets_in(factory, data)
        held = self._shelf.targets(role)
        if held and arriving.signed.version <= held.signed.version:
            return None
        try:
            targets.verify_delegate(role, arriving.signed_bytes, arriving.signatures)
        except UnsignedMetadataError as error:
            raise not_signed_by(factory) from error
        for path in arriving.signed.targets:
            if not is_path_of(factory, path):
                raise not_its_own(factory, path)
        return list(arriving.signed.targets.values())

    def stamp(self) -> None:
        """Say that what is here is what is newest: always the last step."""
        self._renew_quietly()
        named = {TARGETS: self._targets()}
        for factory in self._shelf.factories():
            if held := self._shelf.targets(factory_role(factory)):
                named[factory_role(factory)] = held
        meta = {
            f"{role}.json": self._meta_file(role, held.signed.version)
            for role, held in named.items()
        }
        snapshot = self._shelf.snapshot()
        if not (snapshot and snapshot.signed.meta == meta and self._holds(SNAPSHOT, snapshot)):
            version = snapshot.signed.version + 1 if snapshot else 1
            fresh = Snapshot(version=version, expires=self._end_of(SNAPSHOT), meta=meta)
            snapshot = self._put(SNAPSHOT, Metadata(fresh))
        timestamp = self._shelf.timestamp()
        self._put(
            TIMESTAMP,
            Metadata(
                Timestamp(
                    version=timestamp.signed.version + 1 if timestamp else 1,
                    expires=self._end_of(TIMESTAMP),
                    snapshot_meta=self._meta_file(SNAPSHOT, snapshot.signed.version),
                )
            ),
        )

    def standing(self) -> list[RoleStanding]:
        """Each role with its keys, until when its signature holds, and what is to be done."""
        root = self._root()
        found = [standing_of(ROOT, root, root.signed.roles[ROOT], self._now)]
        for role, held in (
            (TARGETS, self._shelf.targets()),
            (SNAPSHOT, self._shelf.snapshot()),
            (TIMESTAMP, self._shelf.timestamp()),
        ):
            if held:
                found.append(standing_of(role, held, root.signed.roles[role], self._now))
        targets = self._shelf.targets()
        roles = targets and targets.signed.delegations and targets.signed.delegations.roles
        for name, delegated in (roles or {}).items():
            if held := self._shelf.targets(name):
                found.append(standing_of(name, held, delegated, self._now))
        return found

    # How it is done

    def _change_root(self, change: Callable[[Root], None]) -> None:
        self._refuse_beside_a_draft(ROOT)
        before = self._root().signed
        root = deepcopy(before)
        change(root)
        root.version += 1
        root.expires = self._end_of(ROOT)
        self._propose_root(before, root)

    def _change_targets(self, change: Callable[[Targets], None]) -> None:
        self._refuse_beside_a_draft(TARGETS)
        targets = deepcopy(self._targets().signed)
        change(targets)
        targets.version += 1
        targets.expires = self._end_of(TARGETS)
        self._propose_targets(targets, self._root().signed)

    def _propose_root(self, before: Root | None, root: Root) -> None:
        keys = keys_of(root, ROOT) | (keys_of(before, ROOT) if before else {})
        metadata = Metadata(root)
        for signer in self._keyring.signers(keys):
            metadata.sign(signer, append=True)
        self._drafts.put(metadata)
        self.settle()

    def _propose_targets(self, targets: Targets, root: Root) -> None:
        metadata = Metadata(targets)
        for signer in self._keyring.signers(keys_of(root, TARGETS)):
            metadata.sign(signer, append=True)
        self._drafts.put(metadata)
        self.settle()

    def _refuse_beside_a_draft(self, role: str) -> None:
        self.settle()
        if draft := self._drafts.of(role, self._root_or_none()):
            raise draft_waits(draft.path, draft.missing)

    def _renew_quietly(self) -> None:
        """Sign root and targets anew where their end comes near and the keys are at hand."""
        root = self._root()
        if not self._holds(ROOT, root) and not self._drafts.of(ROOT, root.signed):
            self._change_root(lambda _: None)
        targets = self._targets()
        if not self._holds(TARGETS, targets) and not self._drafts.of(TARGETS, root.signed):
            self._change_targets(lambda _: None)

    def _holds(self, role: str, held: Metadata[T]) -> bool:
        """Whether it is signed by the keys of today and will be for half of its time."""
        lasts = held.signed.expires - self._now
        try:
            if role in TOP_LEVEL:
                root = self._root().signed
                root.verify_delegate(role, held.signed_bytes, held.signatures)
            else:
                self._targets().signed.verify_delegate(role, held.signed_bytes, held.signatures)
        except (UnsignedMetadataError, ValueError):
            return False
        return lasts > lifetime_of(role).holds / 2

    def _put(self, role: str, metadata: Metadata[T]) -> Metadata[T]:
        delegator: Root | Targets = (
            self._root().signed if role in TOP_LEVEL else self._targets().signed
        )
        keys = {one: delegator.get_key(one) for one in delegator.get_delegated_role(role).keyids}
        for signer in self._keyring.signers(keys):
            metadata.sign(signer, append=True)
        try:
            delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
        except UnsignedMetadataError as error:
            raise no_key_at_hand(role, list(keys)) from error
        self._shelf.put(role, metadata.to_bytes(SERIALIZER), metadata.signed.version)
        return metadata

    def _meta_file(self, role: str, version: int) -> MetaFile:
        return MetaFile.from_data(version, self._shelf.data(role, version), ["sha256"])

    def _end_of(self, role: str) -> datetime:
        return self._now + lifetime_of(role).holds

    def _root_or_none(self) -> Root | None:
        held = self._shelf.root()
        return held.signed if held else None

    def _root(self) -> Metadata[Root]:
        held = self._shelf.root()
        if held is None:
            raise not_begun(self._shelf.folder)
        return held

    def _targets(self) -> Metadata[Targets]:
        held = self._shelf.targets()
        if held is None:
            raise not_begun(self._shelf.folder)
        return held

    def _delegated(self, targets: Targets, factory: str) -> DelegatedRole:
        roles = (targets.delegations and targets.delegations.roles) or {}
        if factory_role(factory) not in roles:
            raise not_admitted(factory)
        return roles[factory_role(factory)]


def targets_in(factory: str, data: bytes) -> Metadata[Targets]:
    """What a factory says that it signed; nothing of it is believed yet."""
    try:
        return Metadata[Targets].from_bytes(data)
    except DeserializationError as error:
        raise not_signed_by(factory) from error


def _admitted(targets: Targets, factory: str, key: PublicKey) -> None:
    role = factory_role(factory)
    delegations = targets.delegations or Delegations({}, {})
    roles = delegations.roles or {}
    roles[role] = DelegatedRole(role, [], 1, terminating=True, paths=patterns_of(factory))
    targets.delegations = Delegations(delegations.keys, roles)
    targets.add_key(key.verifier, role)
