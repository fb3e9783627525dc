"""Whether a test that passed can be believed, from how its twins ended.

Nobody is accused on one oddity. An answer may be equal to more than one number, a test may throw
dice, read the clock or fail in a copy, and all this is honest. Only the impossible twin proves
something: where tests are really run, it passes nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from officina_courses.grading.engine import Trust
from officina_courses.grading.twins import DICE, Trial

Ended = Literal["ok", "error", "timeout"]
Try = Callable[[str], Ended]
Question = Callable[[], bool]


def judge_in_copies(trial: Trial, try_: Try, *, is_time_over: Question) -> Trust | None:
    """Try test and bait in random order: who answers for the grader must guess which is which.

    None where the test itself did not pass in its copy, or its bait did not end.
    """
    order = [trial.real, trial.bait]
    DICE.shuffle(order)
    ended: dict[str, Ended] = {}
    for source in order:
        ended[source] = try_(source)
        if source == trial.real and ended[source] != "ok":
            return None
    if ended[trial.bait] == "timeout":
        return None
    if ended[trial.bait] == "error":
        return "sound"
    return _judge_again(trial, try_, is_time_over)


def _judge_again(trial: Trial, try_: Try, is_time_over: Question) -> Trust | None:
    """Follow up a bait that passed.

    The test itself is among the twins once more. Else whoever counts the copies would know that
    from the third on all should fail.
    """
    order = [trial.real, trial.impossible, *trial.throws[:1]]
    DICE.shuffle(order)
    ended = {source: try_(source) for source in order}
    if ended[trial.impossible] == "ok":
        return "tampered"
    if ended[trial.real] != "ok":
        return None
    if any(ended[throw] == "error" for throw in trial.throws[:1]):
        return "sound"
    for throw in trial.throws[1:]:
        if is_time_over():
            break
        if try_(throw) == "error":
            return "sound"
    return "unjudged"


def judge_late(trial: Trial, try_: Try) -> Trust:
    """Try the twins alone, of a test that copies could not judge and that passed since.

    This can only accuse: a twin that comes after its test is known by that, so its failing proves
    nothing.
    """
    passes = try_(trial.bait) == "ok" and try_(trial.impossible) == "ok"
    return "tampered" if passes else "unjudged"
