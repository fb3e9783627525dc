"""Whether a test that passed can be believed, from how its twins ended.

Nobody is accused on one oddity. An answer may be equal to more than one number, a test may throw
dice, read the clock or fail in a copy, and all this is honest. Only the impossible twin proves
something: where tests are really run, it passes nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from officina_courses.grading.engine import Trust
from officina_courses.grading.twins import DICE, Trial

Ended = Literal["ok", "error", "timeout"]
Try = Callable[[str], Ended]
Question = Callable[[], bool]


class Seen(NamedTuple):
    """What copies of the process said; ``trust`` is None where the test itself failed in its copy.

    ``forks`` is False where the test did not end in a copy.
    """

    trust: Trust | None
    forks: bool


def judge_in_copies(trial: Trial, try_: Try, *, is_time_over: Question) -> Seen:
    """Try test and bait in random order: who answers for the grader must guess which is which."""
    order = [trial.real, trial.bait]
    DICE.shuffle(order)
    ended: dict[str, Ended] = {}
    for source in order:
        ended[source] = try_(source)
        if source == trial.real and ended[source] != "ok":
            return Seen(None, forks=ended[source] != "timeout")
    if ended[trial.bait] == "timeout":
        return Seen(None, forks=True)
    trust = _of_bait(ended[trial.bait], trial, try_, is_time_over)
    return Seen(trust, forks=True)


def judge_late(trial: Trial, try_: Try, *, is_time_over: Question) -> Trust:
    """Try the twins alone, of a test that copies could not judge and that passed since."""
    return _of_bait(try_(trial.bait), trial, try_, is_time_over)


def _of_bait(bait: Ended, trial: Trial, try_: Try, is_time_over: Question) -> Trust:
    if bait != "ok":
        return "sound" if bait == "error" else "unjudged"
    if try_(trial.impossible) == "ok":
        return "tampered"
    for throw in trial.throws:
        if is_time_over():
            break
        if try_(throw) == "error":
            return "sound"
    return "unjudged"
