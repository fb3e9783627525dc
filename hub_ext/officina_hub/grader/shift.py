"""How long a grader stays: for ever, or as one among jobs that end when there is nothing to do.

One that has become too large goes in any case, between two pieces of work.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

LONGEST_WAIT_SECONDS = 20


def _never() -> bool:
    return False


class Shift:
    """Nothing is begun after ``working_seconds``, nor after ``idle_seconds`` without work.

    ``is_worn`` is asked after each piece of work; nothing is begun once it has said so.
    """

    def __init__(
        self,
        *,
        idle_seconds: float = math.inf,
        working_seconds: float = math.inf,
        is_worn: Callable[[], bool] = _never,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._idle_seconds = idle_seconds
        self._is_worn = is_worn
        self._clock = clock
        self._end = clock() + working_seconds
        self._idle_since = clock()
        self._was_worn = False
        self.was_heard = False  # whether the portal has ever answered

    @property
    def is_over(self) -> bool:
        """Whether it is time to go, with nothing in hand."""
        return self._was_worn or self._left() <= 0

    @property
    def wait_seconds(self) -> int:
        """How long to wait for work, in whole seconds as the portal has them."""
        return max(1, math.ceil(min(LONGEST_WAIT_SECONDS, self._left())))

    def heard(self) -> None:
        """The portal answered, be it that nothing waits."""
        self.was_heard = True

    def worked(self) -> None:
        """A piece of work is done."""
        self._idle_since = self._clock()
        self._was_worn = self._is_worn()

    def _left(self) -> float:
        return min(self._end, self._idle_since + self._idle_seconds) - self._clock()
