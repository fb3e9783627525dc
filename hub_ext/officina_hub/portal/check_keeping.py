"""Forgets checks when their hour is over, and the work sent for them once it has been run."""

from __future__ import annotations

import asyncio
import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.store.checks import forget, under_way

log = logging.getLogger("officina.portal")

# From the file of an upload to its row; an upload that is slower was cut off.
ARRIVING_SECONDS = 60.0
SHORTEST_REST_SECONDS = 2.0
LONGEST_REST_SECONDS = 60.0


async def keep_checks(portal: Portal) -> None:
    """Look soon after a check went on, and each minute, until the portal closes."""
    while not portal.is_closing:
        bell = portal.check_bell.listen()
        try:
            await tidy(portal)
        except (OSError, SQLAlchemyError):
            log.exception("checks whose time is over could not be forgotten; tried again soon")
        await asyncio.sleep(SHORTEST_REST_SECONDS)
        await Bell.heard(bell, LONGEST_REST_SECONDS)


async def tidy(portal: Portal) -> None:
    """Forget what is over."""
    await portal.write(forget, portal.clock())
    is_needed = await portal.read(under_way)
    older_than = time.time() - ARRIVING_SECONDS
    await portal.work(portal.check_shelf.tidy, is_needed, older_than=older_than)
