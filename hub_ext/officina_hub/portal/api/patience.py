"""How long a body may stay away: whoever falls silent in the middle is not waited for for ever."""

from __future__ import annotations

from asyncio import TimerHandle
from collections.abc import Callable
from typing import Protocol


class Alarm(Protocol):
    """The part of asyncio's loop that is needed here."""

    def call_later(self, delay: float, callback: Callable[[], object], /) -> TimerHandle:
        """Call ``callback`` after so many seconds, unless its handle is cancelled before."""
        ...


class Patience:
    """Calls ``give_up`` when nothing was heard for ``seconds``; does nothing until it begins."""

    def __init__(self, alarm: Alarm, seconds: float, give_up: Callable[[], None]) -> None:
        self._alarm = alarm
        self._seconds = seconds
        self._give_up = give_up
        self._handle: TimerHandle | None = None

    def begin(self) -> None:
        """Wait for the first piece."""
        self.end()
        self._handle = self._alarm.call_later(self._seconds, self._give_up)

    def heard(self) -> None:
        """Wait as long again: something came."""
        if self._handle is not None:
            self.begin()

    def end(self) -> None:
        """Wait no longer."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
