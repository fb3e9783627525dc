"""When this session ends, who says so, and when to ask again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

JOB_VARIABLE: Final = "SLURM_JOB_ID"
END_VARIABLE: Final = "SLURM_JOB_END_TIME"
DOOR_VARIABLE: Final = "OFFICINA_DOOR"  # the spawner gives it to sessions that are batch jobs

OFTEN_SECONDS: Final = 60.0
SELDOM_SECONDS: Final = 600.0
SLOWER: Final = 2.0
FIRST_ANSWERS: Final = 2
FRESH_SECONDS: Final = 5.0

Source = Literal["slurm", "hub"]


class End(NamedTuple):
    """The moment, in seconds since 1970, and what may be done about it."""

    at: float
    source: Source
    extension_minutes: int = 0  # 0: the Hub does not lengthen it

    def seconds_left(self, now: float) -> float:
        """Never less than none."""
        return max(0.0, self.at - now)


class Place(NamedTuple):
    """Where the session's person reads how it stands, and what it is called there."""

    launch_page: str = ""  # empty: nobody has told yet, or this hub has none of ours
    user: str = ""
    server: str = ""


def end_of_job(environment: Mapping[str, str], now: float | None = None) -> End | None:
    """The end as the job was told when it began; Slurm does not correct it after an extension."""
    try:
        at = float(environment[END_VARIABLE])
    except (KeyError, ValueError):
        return None
    begin = time.time() if now is None else now
    return End(at, "slurm") if begin - 86_400 < at < begin + 10 * 366 * 86_400 else None


def is_batch_session(environment: Mapping[str, str]) -> bool:
    """Whether the Hub knows an end of it: a session in a local sandbox has none."""
    return DOOR_VARIABLE in environment


def pause_seconds(end: End | None, now: float, *, answers: int, failures: int) -> float:
    """How long to let the Hub alone: a tenth of what is left, once a minute at most.

    An end that is far may move by an operator's hand at any time, but nobody need know at once. The
    first answers come while the session is still starting there, so they are asked for anew soon.
    """
    usual = SELDOM_SECONDS if end is None else end.seconds_left(now) / 10
    calm = OFTEN_SECONDS if answers <= FIRST_ANSWERS else max(usual, OFTEN_SECONDS)
    return min(calm * SLOWER ** min(failures, 8), SELDOM_SECONDS)
