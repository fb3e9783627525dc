"""The root of trust of a peer, as the operator keeps it."""

from __future__ import annotations

from pathlib import Path

from officina_hub.errors import OfficinaError
from officina_hub.factory.peers import Peer


class RootUnreadable(OfficinaError):  # noqa: N818 - the name is what happened
    """For operators: the sentence names a path of this machine."""


def root_of(peer: Peer) -> bytes:
    """What the operator agreed to believe; raises ``RootUnreadable``."""
    try:
        return Path(peer.root).read_bytes()
    except OSError as error:
        raise RootUnreadable(
            f"The root of trust {peer.root} cannot be read: {error.strerror}.",
            "Without it nobody can tell who signed what the peer gives.",
            f"Fetch it with: officina federation trust {peer.address}",
        ) from None
