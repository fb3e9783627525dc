"""Sends the letters about requests for access, each until it was taken.

A letter is in the database before the person reads their receipt, so neither a mail server that is
away nor an end of the portal loses one. One that is given up stays in the list of the advisors,
who see the request in any case. Only a portal that dies in the moment in which the other side has
taken a letter may send it twice.

Mails leave by one server and posts go to one system, so each way has a keeper of its own, with few
letters under way at a time: a server that is slow holds up what goes by it, and nothing else.
"""

from __future__ import annotations

import asyncio
import http.client
import logging
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.factory.mail import Mail
from officina_hub.factory.requests import Requests
from officina_hub.mail.sending import is_final, send
from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.request_mail import mail_of
from officina_hub.portal.request_post import PostRefused, post
from officina_hub.portal.store.request_letters import (
    WAYS,
    Letter,
    Way,
    due,
    next_due,
    was_not_sent,
    was_sent,
)

log = logging.getLogger("officina.portal")

LOOK_SECONDS = 600.0
UNDER_WAY = 2
TROUBLE = (OSError, smtplib.SMTPException, http.client.HTTPException)


class Ways(NamedTuple):
    """How letters leave."""

    mail: Callable[[Mail, EmailMessage], None] = send
    post: Callable[[Letter, Requests], None] = post


async def keep_requests(portal: Portal, ways: Ways = Ways()) -> None:  # noqa: B008 - frozen
    """Send what is due whenever something is, until the end."""
    async with asyncio.TaskGroup() as keepers:
        for way in WAYS:
            keepers.create_task(_keep(portal, way, ways))


async def _keep(portal: Portal, way: Way, ways: Ways) -> None:
    while not portal.is_closing:
        bell = portal.request_bell.listen()
        seconds = LOOK_SECONDS
        try:
            await send_due(portal, way, ways)
            seconds = await _rest(portal, way)
        except SQLAlchemyError:
            log.exception("the letters by %s were not looked after; tried again later", way)
        await Bell.heard(bell, seconds)


async def send_due(portal: Portal, way: Way, ways: Ways) -> None:
    """Send each letter of that way whose time has come, once."""
    places = asyncio.Semaphore(UNDER_WAY)
    while letters := await portal.read(due, way, portal.clock()):
        await asyncio.gather(*(_in_turn(places, portal, letter, ways) for letter in letters))
        if portal.is_closing:
            return


async def _in_turn(places: asyncio.Semaphore, portal: Portal, letter: Letter, ways: Ways) -> None:
    async with places:
        if not portal.is_closing:
            await _send(portal, letter, ways)


async def _send(portal: Portal, letter: Letter, ways: Ways) -> None:
    name = f"{letter.way} about request {letter.request.number}"
    try:
        await asyncio.to_thread(_by_its_way, portal, letter, ways)
    except TROUBLE as error:
        is_lost = _is_final(error)
        given_up = await portal.write(was_not_sent, letter.id, portal.clock(), is_final=is_lost)
        log.warning("%s was %s: %r", name, "given up" if given_up else "not sent yet", error)
    except Exception:
        await portal.write(was_not_sent, letter.id, portal.clock(), is_final=True)
        log.exception("%s could not be written and is given up", name)
    else:
        await portal.write(was_sent, letter.id, portal.clock())
        log.info("%s was sent", name)


def _by_its_way(portal: Portal, letter: Letter, ways: Ways) -> None:
    settings = portal.settings
    if letter.way == "post":
        ways.post(letter, settings.requests)
    else:
        ways.mail(settings.mail, mail_of(letter, settings))


def _is_final(error: Exception) -> bool:
    return error.is_final if isinstance(error, PostRefused) else is_final(error)


async def _rest(portal: Portal, way: Way) -> float:
    soonest = await portal.read(next_due, way)
    if soonest is None:
        return LOOK_SECONDS
    seconds = (soonest - portal.clock()).total_seconds()
    return min(max(seconds, 0.0), LOOK_SECONDS)
