"""Looks at this factory and its peers once a day, and at once when an operator asks."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from officina_hub.data_folder import DataFolder
from officina_hub.federation.place import FederationPlace
from officina_hub.portal.bell import Bell
from officina_hub.portal.checking_factories import Target, targets_of
from officina_hub.portal.context import Portal
from officina_hub.portal.own_command import run_command
from officina_hub.portal.store.federation_checks import last_checks

log = logging.getLogger("officina.portal")

# A portal that has just begun has more to do, and its peers are to be harvested first.
LOOK_SECONDS: Final = 600.0
LONGEST_SECONDS: Final = 3600.0
EVERY: Final = timedelta(days=1)


async def keep_factory_checks(portal: Portal) -> None:
    """Until the portal closes."""
    while not portal.is_closing:
        is_asked = await Bell.heard(portal.factories_bell.listen(), LOOK_SECONDS)
        checked = [target.id for target in targets(portal)]
        if portal.is_closing or not checked:
            continue
        try:
            if is_asked or await portal.read(_is_due, checked, portal.clock()):
                await run_command(portal, "federation", "check", seconds=LONGEST_SECONDS)
        except (OSError, SQLAlchemyError):
            log.exception("factories could not be looked at; tried again in ten minutes")


def targets(portal: Portal) -> Iterator[Target]:
    """Whom this portal looks at."""
    settings = portal.settings
    place = FederationPlace(DataFolder(settings.data_dir).federation)
    return targets_of(settings.identity, settings.peers, place)


def _is_due(session: Session, checked: Sequence[str], now: datetime) -> bool:
    known = last_checks(session)
    return any(each not in known or now - known[each].at >= EVERY for each in checked)
