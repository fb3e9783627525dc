"""An answer of Slurm that is asked for once and given to everybody, for a while.

Nothing is asked while nobody looks. Whoever looks while the question is under way waits for the
same answer, but not for long: a page with a gap is better than no page, and the answer is there for
the next look.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Generic, TypeVar

from officina_courses.model import Frozen
from officina_courses.saying import Saying, say
from officina_spawners.slurm.client import NoAccounting, SlurmError

log = logging.getLogger(__name__)

T = TypeVar("T")
FAILURE_SECONDS = 10.0  # so long is a Slurm that does not answer left alone
PATIENCE_SECONDS = 4.0

# A page asks several things, some of them one after the other; its reader waits for all together.
_PATIENCE_ENDS_AT: ContextVar[float] = ContextVar("patience_ends_at", default=float("inf"))

NO_ANSWER = say("%(system)s does not answer at the moment, so %(what)s is not known.")
NO_ACCOUNTS = say("This cluster keeps no accounts, so %(what)s is not known.")


@contextmanager
def one_patience() -> Iterator[None]:
    """All looks within wait no longer together than one of them would alone."""
    ends_at = min(_PATIENCE_ENDS_AT.get(), time.monotonic() + PATIENCE_SECONDS)
    before = _PATIENCE_ENDS_AT.set(ends_at)
    try:
        yield
    finally:
        _PATIENCE_ENDS_AT.reset(before)


class Silence(Frozen):
    """Nobody knows; ``why`` is a sentence for the person."""

    why: Saying
    is_lasting: bool = False  # there is nothing to be known, whenever one asks


class Kept(Generic[T]):
    """One question and its newest answer."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[T]],
        what: Saying,
        *,
        keep_seconds: float,
        patience_seconds: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._what = what
        self._keep_seconds = keep_seconds
        self._patience_seconds = patience_seconds
        self._clock = clock
        self._answer: T | Silence = Silence(why=NO_ANSWER.with_values(what=what))
        self._stale_at = float("-inf")
        self._asked_at = float("-inf")
        self._asking: asyncio.Task[None] | None = None
        self._is_overtaken = False
        self.last: T | None = None  # what Slurm said last, however long ago
        self.as_of = datetime.now(UTC)  # when it was asked for that

    async def look(self) -> T | Silence:
        """The answer, at most ``keep_seconds`` old; silence where Slurm gives none."""
        if self._asking is None and self._clock() < self._stale_at:
            return self._answer
        if self._asking is None:
            self._asking = asyncio.ensure_future(self._renew())
        left = max(0.0, _PATIENCE_ENDS_AT.get() - time.monotonic())
        patience = min(self._patience_seconds, left)
        done, _ = await asyncio.wait({self._asking}, timeout=patience)
        return self._answer if done else Silence(why=NO_ANSWER.with_values(what=self._what))

    def forget(self, *, older_than_seconds: float = 0.0) -> None:
        """Something was changed: ask again at the next look.

        A question that is under way may have been answered before the change, and is repeated.
        """
        if self._clock() - self._asked_at < older_than_seconds:
            return
        self._stale_at = float("-inf")
        self._is_overtaken = self._asking is not None

    async def _renew(self) -> None:
        await self._ask_once()
        if self._is_overtaken:
            await self._ask_once()
        self._asking = None

    async def _ask_once(self) -> None:
        self._is_overtaken = False
        self._asked_at, asked_at = self._clock(), datetime.now(UTC)
        keep = self._keep_seconds
        try:
            self._answer = self.last = await self._ask()
            self.as_of = asked_at
        except SlurmError as error:
            is_lasting = isinstance(error, NoAccounting)
            says = NO_ACCOUNTS if is_lasting else NO_ANSWER
            keep = FAILURE_SECONDS
            self._answer = Silence(why=says.with_values(what=self._what), is_lasting=is_lasting)
            log.warning("%s is not known: %s", self._what, error)
        except Exception:
            keep = FAILURE_SECONDS
            self._answer = Silence(why=NO_ANSWER.with_values(what=self._what))
            log.exception("asking Slurm failed; %s is not known", self._what)
        finally:
            self._stale_at = self._clock() + keep
