"""Keeps count of how long nothing has worked in this session."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from officina_widgets.session.idleness import Phase, Rule, Signs, last_of


class Looks(Protocol):
    """The part of the server's activity that is asked."""

    async def look(self) -> Signs: ...

    def report_work(self) -> None: ...


class IdleWatch:
    """Idle since when, and where that leads."""

    def __init__(self, rule: Rule, activity: Looks, clock: Callable[[], float] = time.time) -> None:
        self.rule = rule
        self._activity = activity
        self._clock = clock
        self._since = clock()

    @property
    def phase(self) -> Phase:
        """As of the last look."""
        return self.rule.phase(self._idle_seconds)

    @property
    def seconds_left(self) -> float | None:
        """Until idleness ends the session, if it goes on; None where it never does."""
        if self.rule.minutes <= 0:
            return None
        return max(0.0, self.rule.minutes * 60 - self._idle_seconds)

    async def look(self) -> Phase:
        """Look once, and report to the Hub what it could not see."""
        signs = await self._activity.look()
        self._since = max(self._since, min(last_of(signs), self._clock()))
        if self.rule.is_working(signs):
            self._since = self._clock()
            self._activity.report_work()
        return self.phase

    def keep(self) -> None:
        """Somebody wants it kept: the count begins anew."""
        self._since = self._clock()
        self._activity.report_work()

    def person_was_here(self, seconds_ago: float) -> None:
        """Somebody touched keyboard or mouse in JupyterLab."""
        self._since = max(self._since, self._clock() - max(0.0, seconds_ago))

    @property
    def _idle_seconds(self) -> float:
        return max(0.0, self._clock() - self._since)
