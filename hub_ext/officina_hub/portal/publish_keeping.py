"""Publishes for other factories by itself: after each change, and before any signature ends."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select

from officina_hub.data_folder import DataFolder
from officina_hub.errors import OfficinaError
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.publishing import publish
from officina_hub.federation.trust import Repository
from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.federation_content import content_for_peers, offering_of

log = logging.getLogger("officina.portal")

LOOK_SECONDS: Final = 15.0
# Many changes in a row are published together, not one by one.
REST: Final = timedelta(seconds=30)
# The timestamp holds for a day, so a night of trouble costs no peer anything.
AT_LEAST: Final = timedelta(hours=6)


class Last(NamedTuple):
    """What was published last, and when."""

    revision: int
    at: datetime


async def keep_publishing(portal: Portal) -> None:
    """Until the end; a factory that has not begun with ``officina federation init`` has none."""
    last: Last | None = None
    while not portal.is_closing:
        bell = portal.catalogue_bell.listen()
        try:
            last = await portal.keep(bring_up_to_date, portal, last)
        except OfficinaError as error:
            log.warning("nothing was published for other factories: %s", error)
            last = _tried(portal)
        except Exception:
            log.exception("publishing for other factories failed; it is tried again")
            last = _tried(portal)
        await Bell.heard(bell, LOOK_SECONDS)


def bring_up_to_date(portal: Portal, last: Last | None) -> Last | None:
    """Publish where it is due; what was published last after that."""
    place = FederationPlace(DataFolder(portal.settings.data_dir).federation)
    identity = portal.settings.identity
    if not (identity.federation_address and place.has_begun):
        return None
    now = portal.clock()
    with portal.database.reading() as session:
        revision = session.scalar(select(t.CatalogueState.revision)) or 0
        if not _is_due(last, revision, now):
            return last
        content = content_for_peers(
            session, portal.blobs, identity.shared_courses, portal.settings.peers
        )
        offering = offering_of(identity, portal.settings.profiles, portal.settings.service_levels)
        told = publish(place, offering, content, place.keyring(), now, _quietly)
    if told.signed:
        log.info(
            "published for other factories: %d records, %d new, %d changed, %d gone",
            told.records,
            told.created,
            told.updated,
            told.deleted,
        )
        _warn(Repository(place.published, place.drafts, place.keyring(), now))
    return Last(revision, now)


def _is_due(last: Last | None, revision: int, now: datetime) -> bool:
    if last is None or now - last.at >= AT_LEAST:
        return True
    return last.revision != revision and now - last.at >= REST


def _tried(portal: Portal) -> Last:
    """As if it were done, so that it is tried after a rest and does not fill the log."""
    return Last(-1, portal.clock() + REST)


def _warn(repository: Repository) -> None:
    for one in repository.standing():
        if one.todo:
            log.warning("the signature of %s holds until %s. %s", one.role, one.expires, one.todo)


def _quietly(_: int) -> None:
    pass
