"""A factory's root as it is now: its first, and each that the one before it has signed.

The first alone would tell of keys that were lost or stolen since (TUF 1.0.34, 5.3: a new root is
signed by enough keys of the one before and of its own).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization import DeserializationError

from officina_hub.errors import OfficinaError
from officina_hub.federation.trust.key_names import misnamed

MOST: Final = 256


class Rooted(NamedTuple):
    """A root, and the bytes that say so."""

    root: Root
    data: bytes


def newest_root(address: str, file: Callable[[str], bytes | None]) -> Rooted:
    """The root that holds at the address; ``file`` gives what a file there holds, None of none.

    Raises
    ------
    OfficinaError
        Where one is not signed as it must be, or names a key by the id of another.

    """
    found = _read(address, file("1.root.json") or b"", None)
    while found.root.version < MOST:
        data = file(f"{found.root.version + 1}.root.json")
        if data is None:
            return found
        found = _read(address, data, found.root)
    raise OfficinaError(
        f"{address} has more than {MOST} roots.",
        "A factory changes its keys now and then, and not hundreds of times.",
        "Ask that factory, by another way than this address.",
    )


def _read(address: str, data: bytes, before: Root | None) -> Rooted:
    signed = _signed(data, before)
    if signed is None:
        number = before.version + 1 if before else 1
        keys = "and those of the root before have signed" if before else "have signed"
        raise OfficinaError(
            f"What stands at {address} as root {number} is no root that its own keys {keys}.",
            "Whoever believed it would believe anybody.",
            "Look at the address: it is that of the folder which holds metadata/.",
        )
    if keyid := misnamed(signed):
        raise OfficinaError(
            f"The root at {address} names the key {keyid[:80]!a} that has another id.",
            "The ids are what you compare, so a stranger's key would pass for the one you know.",
            "Do not believe it. Tell that factory, by another way than this address.",
        )
    return Rooted(signed, data)


def _signed(data: bytes, before: Root | None) -> Root | None:
    try:
        held = Metadata[Root].from_bytes(data)
        if not isinstance(held.signed, Root):
            return None
        if held.signed.version != (before.version + 1 if before else 1):
            return None
        for root in (held.signed, *([before] if before else [])):
            root.verify_delegate("root", held.signed_bytes, held.signatures)
    except (DeserializationError, RepositoryError, ValueError, KeyError):
        return None
    return held.signed
