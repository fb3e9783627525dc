"""What two forecasters said of waiting jobs, against what happened. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

ROUNDING_SECONDS = 1.0  # Slurm's times are whole seconds


@dataclass(frozen=True)
class Guess:
    """What was said of one waiting job at one moment, in seconds from then."""

    job: str
    at: datetime
    ours: float
    low: float
    high: float | None
    slurms: float | None  # None: Slurm had no word


@dataclass(frozen=True)
class Errors:
    """Absolute errors in seconds, for the guesses that both made."""

    ours: tuple[float, ...]
    slurms: tuple[float, ...]
    waits: tuple[float, ...]
    within: float  # the share of our ranges that held
    unsaid: int  # how many Slurm had no word for; these are in no figure


def errors(guesses: Iterable[Guess], starts: Mapping[str, datetime | None]) -> Errors:
    """Jobs of which no start is known are left out."""
    ours, slurms, waits, held = [], [], [], 0
    unsaid = 0
    for guess in guesses:
        start = starts.get(guess.job)
        if start is None:
            continue
        if guess.slurms is None:
            unsaid += 1
            continue
        wait = (start - guess.at).total_seconds()
        waits.append(wait)
        ours.append(abs(guess.ours - wait))
        slurms.append(abs(guess.slurms - wait))
        held += is_within(guess, wait)
    return Errors(
        tuple(ours), tuple(slurms), tuple(waits), held / len(waits) if waits else 0.0, unsaid
    )


def is_within(guess: Guess, wait: float) -> bool:
    """Whether the range that was told held."""
    is_late = guess.high is not None and wait > guess.high + ROUNDING_SECONDS
    return wait >= guess.low - ROUNDING_SECONDS and not is_late
