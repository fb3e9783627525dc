"""Slow down those who guess passwords, without locking anybody out for long.

JupyterHub has no limit of its own: 200 wrong passwords in 2.5 s were measured. Here failures are
counted for a pair of name and address; after a few free tries each further failure doubles the
pause, up to a minute. A pair that stays quiet is forgotten, and the table is bounded.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

FREE_TRIES: Final = 5
LONGEST_PAUSE_SECONDS: Final = 60.0
FORGET_SECONDS: Final = 15 * 60.0
MOST_PAIRS: Final = 10_000

Pair = tuple[str, str]


class _Failures(NamedTuple):
    times: int
    last: float


class LoginBackoff:
    """Failed logins by name and address, in memory only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[Pair, _Failures] = OrderedDict()

    def seconds_to_wait(self, name: str, address: str) -> float:
        """How long this pair has still to wait before another try is looked at."""
        found = self._current((name, address))
        if found is None or found.times < FREE_TRIES:
            return 0.0
        # The exponent is bounded too: 2.0 ** 5000 is an error, not a long time.
        pause = min(2.0 ** min(found.times - FREE_TRIES, 10), LONGEST_PAUSE_SECONDS)
        return max(0.0, found.last + pause - self._clock())

    def failed(self, name: str, address: str) -> None:
        """Remember one wrong password."""
        pair = (name, address)
        found = self._current(pair)
        self._failures[pair] = _Failures(1 + (found.times if found else 0), self._clock())
        self._failures.move_to_end(pair)
        while len(self._failures) > MOST_PAIRS:
            self._failures.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures: the right password came."""
        self._failures.pop((name, address), None)

    def _current(self, pair: Pair) -> _Failures | None:
        found = self._failures.get(pair)
        if found is not None and found.last + FORGET_SECONDS < self._clock():
            del self._failures[pair]
            return None
        return found
