"""Harvests the peers of a running portal, one after the other, each in a process of its own.

Reading a stranger's catalogue takes processor and memory, and pages are to stay quick meanwhile;
the process gives all of it back when it ends. It is the command that operators have, too.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.factory.peers import Peer
from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import PortalError
from officina_hub.portal.harvest_pace import next_at
from officina_hub.portal.own_command import run_command
from officina_hub.portal.store.federation_harvests import peer_rows

log = logging.getLogger("officina.portal")

# Peers are asked minutes apart, and a command may have harvested one meanwhile.
LOOK_SECONDS: Final = 60.0
# Fetching is bounded by itself; what was fetched must be read and stored as well.
LONGEST_SECONDS: Final = 3600.0


async def keep_harvests(portal: Portal) -> None:
    """Look each minute, and when somebody asks, until the portal closes."""
    tried: dict[str, datetime] = {}
    while portal.settings.peers and not portal.is_closing:
        bell = portal.harvest_bell.listen()
        try:
            for peer in await portal.read(_due, portal, tried):
                if portal.is_closing:
                    return
                tried[peer.id] = portal.clock()
                command = ("federation", "harvest", peer.id)
                await run_command(portal, *command, seconds=LONGEST_SECONDS)
                portal.catalogue_bell.ring()
        except (OSError, SQLAlchemyError, PortalError):
            log.exception("peers could not be looked after; tried again in a minute")
        await Bell.heard(bell, LOOK_SECONDS)


def _due(session: object, portal: Portal, tried: dict[str, datetime]) -> Sequence[Peer]:
    """Whose turn it is; one whose harvest leaves no trace is not tried on and on."""
    rows = peer_rows(session)  # type: ignore[arg-type]
    now = portal.clock()
    due = []
    for peer in portal.settings.peers:
        row = rows.get(peer.id)
        at = next_at(peer, row)
        is_asked = row is not None and row.asked_at is not None
        last = tried.get(peer.id)
        is_fresh_try = last is None or (now - last).total_seconds() >= LOOK_SECONDS
        if (at is None or at <= now) and (is_asked or is_fresh_try):
            due.append(peer)
    return due
