"""Looks what has become of the sessions that a mail is wished for, and sends it, once.

Nothing is asked of Slurm: the Hub's own memory and the queue watcher know. While there is no wish,
nothing happens at all. A wish outlives the Hub; a letter that the server took in the moment in
which the Hub died is the only one that can come twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from officina_hub.factory.mail import Mail
from officina_hub.mail.addresses import address_of
from officina_hub.mail.letters import letter
from officina_hub.mail.outcomes import outcome_of
from officina_hub.mail.sending import PAUSES, is_final, send
from officina_hub.mail.wishes import MailWish, Wishes

log = logging.getLogger(__name__)

SETTING = "officina_postman"
LOOK_SECONDS = 5.0

Send = Callable[[Mail, EmailMessage], None]


class Postman:
    """One for each hub process."""

    def __init__(
        self,
        mail: Mail,
        factory: str,
        wishes: Wishes,
        user_of: Callable[[str], Any],
        *,
        send: Send = send,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.mail = mail
        self._factory = factory
        self._wishes = wishes
        self._user_of = user_of
        self._send = send
        self._clock = clock
        self._news = asyncio.Event()

    async def take(self, wish: MailWish) -> None:
        """It is kept when this returns."""
        await asyncio.to_thread(self._wishes.keep, wish)
        self._news.set()

    async def drop(self, key: str) -> None:
        """It is not wished any more."""
        await asyncio.to_thread(self._wishes.forget, key)

    async def is_wished(self, key: str) -> bool:
        """Whether a mail about that session is to come."""
        return await asyncio.to_thread(self._wishes.of, key) is not None

    async def run(self) -> None:
        """For as long as the Hub runs."""
        while True:
            self._news.clear()
            is_idle = not await self.look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), None if is_idle else LOOK_SECONDS)

    async def look(self) -> int:
        """Look at each wish once; how many there are."""
        wishes = await asyncio.to_thread(self._wishes.all)
        for wish in wishes:
            try:
                await self._look_at(wish)
            except Exception:
                log.exception("a mail to %s was not looked after", wish.user)
        return len(wishes)

    async def _look_at(self, wish: MailWish) -> None:
        user = self._user_of(wish.user)
        if user is None:
            await self.drop(wish.key)
            return
        if wish.outcome is None:
            seen = await outcome_of(wish, user, self._clock())
            if seen != wish:
                wish = await self._keep(seen)
        if wish.outcome and (wish.not_before is None or wish.not_before <= self._clock()):
            await self._tell(wish, user)

    async def _tell(self, wish: MailWish, user: Any) -> None:
        assert wish.outcome is not None  # noqa: S101 - the caller looked
        address = await address_of(user, self.mail)
        if not address:
            log.warning("nobody knows a mail address of %s any more, so none was sent", wish.user)
            await self.drop(wish.key)
            return
        told = letter(wish, wish.outcome, address, self.mail, self._factory)
        try:
            await asyncio.to_thread(self._send, self.mail, told)
        except (OSError, smtplib.SMTPException) as error:
            await self._not_sent(wish, error)
        else:
            log.info("told %s by mail about their session", wish.user)
            await self.drop(wish.key)

    async def _not_sent(self, wish: MailWish, error: Exception) -> None:
        """Try again later, and longer later each time; the server's words are for the log."""
        if wish.tries >= len(PAUSES) or is_final(error):
            log.error(
                "a mail to %s is given up after %d tries: %r", wish.user, wish.tries + 1, error
            )
            await self.drop(wish.key)
            return
        pause = timedelta(minutes=PAUSES[wish.tries])
        log.warning("a mail to %s was not sent, next try in %s: %r", wish.user, pause, error)
        changes = {"tries": wish.tries + 1, "not_before": self._clock() + pause}
        await self._keep(wish.model_copy(update=changes))

    async def _keep(self, wish: MailWish) -> MailWish:
        """Unless its person has taken it back in the meantime."""
        if await self.is_wished(wish.key):
            await asyncio.to_thread(self._wishes.keep, wish)
        return wish
