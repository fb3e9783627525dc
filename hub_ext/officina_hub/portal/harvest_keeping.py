"""Harvests the peers of a running portal, one after the other, each in a process of its own.

Reading a stranger's catalogue takes processor and memory, and pages are to stay quick meanwhile;
the process gives all of it back when it ends. It is the command that operators have, too.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.factory.peers import Peer
from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import PortalError
from officina_hub.portal.harvest_pace import next_at
from officina_hub.portal.store.federation_harvests import peer_rows

log = logging.getLogger("officina.portal")

# Peers are asked minutes apart, and a command may have harvested one meanwhile.
LOOK_SECONDS: Final = 60.0
# Fetching is bounded by itself; what was fetched must be read and stored as well.
LONGEST_SECONDS: Final = 3600.0
# What the command ends with where a peer could not be read, which its report tells.
UNREAD: Final = 1
SHOWN: Final = 500


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
                await _harvest(portal, peer)
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


async def _harvest(portal: Portal, peer: Peer) -> None:
    command = ("-m", "officina_hub.cli", "federation", "harvest", peer.id, "--json", "--data-dir")
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        str(portal.settings.data_dir),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    ended = asyncio.ensure_future(child.communicate())
    goodbye = asyncio.ensure_future(portal.goodbye.wait())
    try:
        await asyncio.wait(
            {ended, goodbye}, timeout=LONGEST_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        goodbye.cancel()
        if not ended.done():
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        _, said = await ended
    if child.returncode not in {0, UNREAD} and not portal.is_closing:
        told = said.decode("utf-8", "replace").strip()[-SHOWN:]
        log.warning("the harvest of %s ended with %s: %s", peer.id, child.returncode, told)
