"""How much of the search one person may have: seconds of threads that everybody shares.

Typing costs a few milliseconds a key, so nobody who reads what is found ever meets a limit. Counted
is what a person's searches really cost, not how many they were: a flood of dear ones ends sooner
than one of cheap ones, and nobody else waits for either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from time import monotonic
from typing import ClassVar, Final, NamedTuple

from officina_courses.saying import Saying, say
from officina_hub.portal.errors import TooMany

TOO_MUCH: Final = say(
    "Your searches took %(spent)s seconds of this portal's work within a short time, and no more "
    "are taken for now, so that everybody else finds something, too. Search again in %(wait)s "
    "seconds; a program should wait between its searches."
)
TOO_MANY_AT_ONCE: Final = say(
    "%(most)s of your searches are under way, and no more are taken until one of them is answered, "
    "so that everybody else finds something, too. Search again in a second."
)
MOST_KNOWN: Final = 1_000


class Manners(NamedTuple):
    """``burst_seconds`` at once, then ``share`` of a second each second."""

    burst_seconds: float = 10.0
    share: float = 0.5
    most_at_once: int = 20


class _Spent(NamedTuple):
    seconds: float
    at: float


class SearchPace:
    """What everybody's searches cost of late; used on the loop only."""

    code: ClassVar[str] = "too-many-searches"
    too_much: ClassVar[Saying] = TOO_MUCH
    too_many_at_once: ClassVar[Saying] = TOO_MANY_AT_ONCE

    def __init__(
        self, manners: Manners | None = None, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._manners = manners or Manners()
        self._clock = clock
        self._spent: dict[str, _Spent] = {}
        self._under_way: dict[str, int] = {}

    @contextmanager
    def turn(self, person: str) -> Iterator[Callable[[float], None]]:
        """One search of that person; what it gives is to be told what that cost, in seconds.

        Raises
        ------
        TooMany
            When they have to wait.

        """
        self._check(person)
        self._under_way[person] = self._under_way.get(person, 0) + 1
        try:
            yield lambda seconds: self._charge(person, seconds)
        finally:
            self._under_way[person] -= 1
            if not self._under_way[person]:
                del self._under_way[person]

    def _check(self, person: str) -> None:
        manners, spent = self._manners, self._of(person)
        if spent > manners.burst_seconds:
            wait = ceil((spent - manners.burst_seconds) / manners.share)
            said = self.too_much.with_values(spent=round(spent), wait=wait)
            raise TooMany(self.code, said, retry_after_seconds=wait)
        if self._under_way.get(person, 0) >= manners.most_at_once:
            said = self.too_many_at_once.with_values(most=manners.most_at_once)
            raise TooMany(self.code, said, retry_after_seconds=1)

    def _of(self, person: str) -> float:
        """What is still counted of what they spent."""
        spent = self._spent.get(person)
        if spent is None:
            return 0.0
        return max(0.0, spent.seconds - (self._clock() - spent.at) * self._manners.share)

    def _charge(self, person: str, seconds: float) -> None:
        self._spent[person] = _Spent(self._of(person) + seconds, self._clock())
        if len(self._spent) > MOST_KNOWN:
            self._spent = {who: kept for who, kept in self._spent.items() if self._of(who)}
