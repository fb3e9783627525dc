"""The time of one pass: what cells may still take, and what trying tests may take beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRYING_PER_SECOND = 2.0  # a test is tried twice beside its run for marks


class Watch:
    """Trying is no time of the learner's, so the end moves on meanwhile; it has its own bound."""

    def __init__(self, seconds: float, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = now() + seconds
        self._spare = TRYING_PER_SECOND * seconds

    @property
    def left_seconds(self) -> float:
        """What the cells may still take."""
        return self._end - self._now()

    @property
    def may_try(self) -> bool:
        """Whether there is time left for trying."""
        return self._spare > 0

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Count the time of this block as trying."""
        began = self._now()
        try:
            yield
        finally:
            took = self._now() - began
            self._end += took
            self._spare -= took

    def patience(self, seconds: float) -> Callable[[], bool]:
        """A question: whether so many seconds of trying are over, or as many as were left."""
        end = self._now() + min(seconds, self._spare)
        return lambda: self._now() >= end
