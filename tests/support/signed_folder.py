"""A published folder with real keys, and a reader that trusts its first root."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from folder_fetcher import ADDRESS, FolderFetcher
from tuf.api.metadata import TargetFile

from officina_courses.packages.keys import PrivateKey, new_key
from officina_hub.federation.trust import Founding, Keyring, PeerFolder, Repository

NOW = datetime.now(UTC)


class SignedFolder:
    """One factory, ``lumi``, that publishes one page; ``keys`` are those at hand by their names."""

    def __init__(
        self, home: Path, *, root_keys: int = 1, threshold: int = 1, founded: datetime = NOW
    ) -> None:
        self.home = home
        self.folder = home / "published"
        self.drafts = home / "drafts"
        self.folder.mkdir(parents=True)
        self.keys: dict[str, PrivateKey] = {}
        roots = [self.key(f"root-{number}") for number in range(1, root_keys + 1)]
        founding = Founding(
            root=tuple(key.public for key in roots),
            threshold=threshold,
            targets=self.key("targets").public,
            snapshot=self.key("snapshot").public,
            timestamp=self.key("timestamp").public,
        )
        self.at(founded).found(founding, {})
        self.admit("lumi")

    def key(self, name: str) -> PrivateKey:
        if name not in self.keys:
            self.keys[name] = new_key(self.home / f"{name}.pem")
        return self.keys[name]

    def at(self, now: datetime = NOW, without: tuple[str, ...] = ()) -> Repository:
        held = [key for name, key in self.keys.items() if name not in without]
        return Repository(self.folder, self.drafts, Keyring(held), now)

    def admit(self, factory: str) -> None:
        key = self.key(factory).public
        self.at().admit(factory, key)

    def publish(self, text: str, now: datetime = NOW, *, days: float = 0) -> None:
        moment = now + timedelta(days=days)
        self.write("lumi/profile.json", text)
        repository = self.at(moment)
        repository.sign_files("lumi", [self.target("lumi/profile.json")])
        repository.stamp()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def target(self, path: str) -> TargetFile:
        return TargetFile.from_file(path, str(self.folder / path), ["sha256"])

    @property
    def first_root(self) -> bytes:
        return (self.folder / "metadata" / "1.root.json").read_bytes()

    def reader(self, factory: str = "lumi", root: bytes | None = None) -> PeerFolder:
        """A reader with one memory, however often it is made."""
        return PeerFolder(
            self.home / "kept" / factory,
            root=root or self.first_root,
            address=ADDRESS,
            factory=factory,
            fetcher=FolderFetcher(self.folder),
        )
