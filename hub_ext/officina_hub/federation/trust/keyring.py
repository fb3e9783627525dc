"""The private keys that are at hand, found by the ids that metadata knows them by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from officina_courses.packages.keys import PrivateKey

if TYPE_CHECKING:
    from securesystemslib.signer import Signer


class Keyring:
    """Keys by their ids; those of root and targets may lie elsewhere and be missing here."""

    def __init__(self, keys: Iterable[PrivateKey] = ()) -> None:
        self._keys = {key.id: key for key in keys}

    def __contains__(self, key_id: str) -> bool:
        return key_id in self._keys

    def with_keys(self, keys: Iterable[PrivateKey]) -> Keyring:
        """These, too."""
        return Keyring((*self._keys.values(), *keys))

    def private(self, key_ids: Iterable[str]) -> list[PrivateKey]:
        """Those among these keys that are at hand."""
        return [self._keys[one] for one in key_ids if one in self._keys]

    def all_signers(self) -> list[Signer]:
        """All of them."""
        return [key.signer for key in self._keys.values()]

    def signers(self, key_ids: Iterable[str]) -> list[Signer]:
        """Those among these keys that can sign here."""
        return [self._keys[one].signer for one in key_ids if one in self._keys]
