"""Waiting for a sender: each piece that comes renews it, silence ends it."""

from __future__ import annotations

from asyncio import TimerHandle
from collections.abc import Callable
from unittest.mock import Mock

from officina_hub.portal.api.patience import Patience


class StoppedAlarm:
    """An alarm that keeps what it was asked to call, and never calls it by itself."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, Callable[[], object], Mock]] = []

    def call_later(self, delay: float, callback: Callable[[], object], /) -> TimerHandle:
        handle = Mock(spec=TimerHandle)
        self.asked.append((delay, callback, handle))
        return handle

    def waiting(self) -> list[float]:
        return [delay for delay, _, handle in self.asked if not handle.cancel.called]


def test_silence_is_waited_for_so_long_after_each_piece() -> None:
    alarm = StoppedAlarm()
    patience = Patience(alarm, 60, lambda: None)
    patience.begin()
    patience.heard()
    patience.heard()

    assert len(alarm.asked) == 3
    assert alarm.waiting() == [60]


def test_what_comes_before_the_beginning_or_after_the_end_starts_nothing() -> None:
    alarm = StoppedAlarm()
    patience = Patience(alarm, 60, lambda: None)
    patience.heard()
    patience.begin()
    patience.end()
    patience.heard()

    assert alarm.waiting() == []
