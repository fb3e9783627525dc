"""When a peer's turn comes: as often as its entry says, and more seldom while it cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from officina_hub.factory.peers import Peer
from officina_hub.portal.db import tables as t

# After three failures in a row eight times as long, and no longer than this.
MOST_DOUBLINGS: Final = 3
LONGEST: Final = timedelta(days=30)


def next_at(peer: Peer, row: t.FederationPeer | None) -> datetime | None:
    """When it is harvested next; None where that is now."""
    if row is None or row.asked_at is not None or row.began_at is None:
        return None
    last = max(row.began_at, row.ended_at or row.began_at)
    often = timedelta(minutes=peer.every_minutes)
    return last + max(often, min(often * (1 << min(row.failures, MOST_DOUBLINGS)), LONGEST))
