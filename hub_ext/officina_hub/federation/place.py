"""Where a data folder keeps what it needs to publish: keys, drafts, and the folder itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from officina_courses.packages import PrivateKey, new_key, public_file, read_private_key
from officina_hub.federation.trust import Keyring

KEY_SUFFIX: Final = ".pem"


class FederationPlace:
    """Below ``federation/`` of a data folder. Only ``published`` is for others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = folder / "keys"
        self.drafts = folder / "drafts"
        self.published = folder / "published"
        self.aside = folder / "aside"

    @property
    def has_begun(self) -> bool:
        """Whether there is a root that enough keys have signed."""
        return (self.published / "metadata" / "1.root.json").is_file()

    def key_file(self, name: str) -> Path:
        """Where a key of that name lies."""
        return self.keys / f"{name}{KEY_SUFFIX}"

    def make_key(self, name: str) -> PrivateKey:
        """A new key of that name; raises ``KeyRefused`` where there is one."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.keys.mkdir(exist_ok=True, mode=0o700)
        return new_key(self.key_file(name))

    def free_name(self, role: str) -> str:
        """A name for another key of a role."""
        number = 2
        while self.key_file(f"{role}-{number}").exists():
            number += 1
        return f"{role}-{number}"

    def key_files(self) -> list[Path]:
        """Those that are at hand."""
        return sorted(self.keys.glob(f"*{KEY_SUFFIX}"))

    def keyring(self, *others: Path) -> Keyring:
        """The keys that are at hand, and those in other files."""
        return Keyring(read_private_key(path) for path in (*self.key_files(), *others))

    def named_keys(self) -> dict[str, PrivateKey]:
        """The keys that are at hand, by name."""
        return {path.stem: read_private_key(path) for path in self.key_files()}

    def forget_key(self, name: str) -> None:
        """Delete a key that nobody needs any more."""
        self.key_file(name).unlink(missing_ok=True)
        public_file(self.key_file(name)).unlink(missing_ok=True)
