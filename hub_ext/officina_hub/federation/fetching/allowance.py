"""What may still come and how long it may still take, counted where the bytes arrive."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from officina_hub.federation.fetching.errors import TooLarge, TooSlow
from officina_hub.federation.fetching.limits import FetchLimits

# Head lines, chunk sizes and what packing adds to what cannot be packed.
AROUND: Final = 256 * 1024
CUT: Final = "Nothing of it was taken, because a part may say something else than the whole."


class Allowance:
    """Of one fetcher: for the answer that it waits for now, and for all of them."""

    def __init__(self, limits: FetchLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._all_until = clock() + limits.all_seconds
        self._until = self._all_until
        self._all_left = limits.all_bytes
        self._all_to_arrive = limits.all_bytes
        self._room = 0
        self._arrived = 0
        self._unpacked = 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing more can come, whoever is asked."""
        is_full = self._all_left < 0 or self._all_to_arrive < 0
        return is_full or self._clock() >= self._all_until

    def begin(self) -> None:
        """A new answer is waited for."""
        self._until = min(self._clock() + self._limits.answer_seconds, self._all_until)
        self._unpacked = 0
        self.seconds_left()

    def begin_head(self) -> None:
        """The head of an answer comes, which is held in memory."""
        self._room, self._arrived = AROUND, 0

    def begin_body(self) -> None:
        """What follows it comes piece by piece."""
        self._room = self._limits.answer_bytes + AROUND

    def seconds_left(self) -> float:
        """For this answer; raises ``TooSlow`` when there are none."""
        left = self._until - self._clock()
        if left <= 0:
            raise self.too_slow()
        return left

    def silence(self) -> float:
        """How long a byte may be waited for."""
        return min(self._limits.read_seconds, self.seconds_left())

    def connecting(self) -> float:
        """How long a machine may take to be found and reached."""
        return min(self._limits.connect_seconds, self.seconds_left())

    def arrived(self, count: int) -> None:
        """Bytes came over the line, packed as they are."""
        self._arrived += count
        self._all_to_arrive -= count
        if self._arrived > self._room or self._all_to_arrive < 0:
            raise self.too_large()

    def unpacked(self, count: int) -> None:
        """Bytes came out of it."""
        self._unpacked += count
        self._all_left -= count
        if self._unpacked > self._limits.answer_bytes or self._all_left < 0:
            raise self.too_large()

    def announced(self, count: int) -> None:
        """So many are said to come."""
        if count > self._room or count > self._all_left:
            raise self.too_large()

    def too_large(self) -> TooLarge:
        """What is said where there are more bytes than are taken."""
        one, every = self._limits.answer_bytes, self._limits.all_bytes
        return TooLarge(
            f"The answer is larger than the {one:,} bytes that are taken of one, or all together "
            f"than {every:,}.",
            CUT,
            "Have the peer publish in smaller pages.",
        )

    def too_slow(self) -> TooSlow:
        """What is said where it takes longer than is waited."""
        limits = self._limits
        return TooSlow(
            f"The answer was not whole after {limits.answer_seconds:g} seconds, or all together "
            f"after {limits.all_seconds:g}, or nothing came for {limits.read_seconds:g}.",
            CUT,
            "Try again later; tell the peer if it stays so.",
        )
