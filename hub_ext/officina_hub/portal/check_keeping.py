"""Forgets checks when their hour is over, and the work sent for them once it has been run."""

from __future__ import annotations

import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import PortalError
from officina_hub.portal.store.checks import forget, states

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
        except (OSError, SQLAlchemyError, PortalError):
            log.exception("checks whose time is over could not be forgotten; tried again soon")
        await Bell.heard(portal.goodbye, SHORTEST_REST_SECONDS)
        await Bell.heard(bell, LONGEST_REST_SECONDS)


async def tidy(portal: Portal) -> None:
    """Forget what is over."""
    while await portal.write(forget, portal.clock()):
        pass
    lying = await portal.work(portal.check_shelf.lying)
    known = await portal.read(states, lying)
    found = {check_id: known.get(check_id) for check_id in lying}
    older_than = time.time() - ARRIVING_SECONDS
    await portal.work(portal.check_shelf.tidy, found, older_than=older_than)
