"""Keeps the catalogue of a running portal: what it knows by itself, its search index, its signs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from officina_hub.catalogue.organisations import ORGANISATIONS, organisations
from officina_hub.catalogue.own_courses import OWN_COURSES
from officina_hub.portal.bell import Bell
from officina_hub.portal.catalogue_index import IndexBusy
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.context import Portal
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_courses import listed_courses
from officina_hub.portal.store.catalogue_signs import take_signs

log = logging.getLogger("officina.portal")

T = TypeVar("T")

LOOK_SECONDS = 10.0
AS_WHOM = "officina"


class PortalCloses(Exception):  # noqa: N818 - the name is the reason
    """The index is left as it is, because the portal ends."""


async def keep_catalogue(portal: Portal) -> None:
    """Bring the index up to date after each change, also one made by a command, until the end."""
    await _or_log(portal, begin)
    while not portal.is_closing:
        bell = portal.catalogue_bell.listen()
        await _or_log(portal, bring_up_to_date)
        await _or_log(portal, take_all_signs)
        if not await _or_log(portal, take_meanings):
            await Bell.heard(bell, LOOK_SECONDS)


async def _or_log(portal: Portal, deed: Callable[[Portal], T]) -> T | None:
    """A catalogue that is not up to date is no reason not to serve."""
    try:
        return await portal.keep(deed, portal)
    except Exception:
        log.exception("the catalogue could not be brought up to date; the next look tries again")
        return None


def begin(portal: Portal) -> None:
    """Take in the AI Factories and this hub's courses; changes nothing where they are known."""
    act = Act(user=AS_WHOM, at=portal.clock())
    options = LoadOptions(withdraw_missing=True)
    Loader(portal.database, ORGANISATIONS, act, options).load(organisations())
    with portal.database.reading() as session:
        courses = tuple(listed_courses(session))
    Loader(portal.database, OWN_COURSES, act, options).load(courses)


def bring_up_to_date(portal: Portal) -> None:
    """Take in what was changed, unless another process does so or the portal closes."""
    if not portal.catalogue.is_behind():
        return
    try:
        count = portal.catalogue.bring_up_to_date(_unless_closing(portal))
    except (IndexBusy, PortalCloses):
        return
    log.info("catalogue: %d records were brought into the search index", count)


def take_all_signs(portal: Portal) -> None:
    """Work out which of the changed records other sources offer, too."""
    while not portal.is_closing and take_signs(portal.database):
        pass


def take_meanings(portal: Portal) -> bool:
    """Some of the vectors that are missing; whether there may be more to make.

    Only some at a time, so that what is published meanwhile gets into the index at once.
    """
    if portal.catalogue.vectors is None:
        return False
    try:
        return portal.catalogue.vectors.take_some(_unless_closing(portal))
    except PortalCloses:
        return False


def _unless_closing(portal: Portal) -> Callable[[int], None]:
    def told(_: int) -> None:
        if portal.is_closing:
            raise PortalCloses

    return told
