"""Slurm's words for people: why a job waits, how it ended, why it was refused.

Every answer is an ``Explanation``; give the ``Circumstances`` you know, and it speaks in numbers.
"""

from __future__ import annotations

from officina_courses.saying import Saying, say
from officina_spawners.slurm.ending_words import explain_ending
from officina_spawners.slurm.explanation import NOTHING_KNOWN, Circumstances, Explanation
from officina_spawners.slurm.jobs import Ending, Job
from officina_spawners.slurm.limit_words import explain_limit
from officina_spawners.slurm.refusal_words import explain_refusal
from officina_spawners.slurm.waiting_words import REASONS, explain_unknown, plain

__all__ = ["how_it_ended", "why_it_waits", "why_it_was_refused"]

COUNTED = {"queued", "resources"}


def why_it_waits(job: Job, known: Circumstances = NOTHING_KNOWN) -> Explanation:
    """Slurm's reason in words, with the place in the queue where that is what counts."""
    reason = plain(job.reason)
    found = REASONS.get(reason) or explain_limit(reason, known) or explain_unknown(reason)
    return _with_place(found, known) if found.code in COUNTED else _with_numbers(found, known)


def how_it_ended(ending: Ending, known: Circumstances = NOTHING_KNOWN) -> Explanation:
    """Slurm's end state in words."""
    return explain_ending(ending, known)


def why_it_was_refused(said: str, known: Circumstances = NOTHING_KNOWN) -> Explanation:
    """What a command of Slurm wrote when it refused."""
    return explain_refusal(said, known)


def _with_place(found: Explanation, known: Circumstances) -> Explanation:
    if known.place is None:
        return found
    if known.place == 1:
        where = say("Yours is the next to start.")
    elif known.waiting is None:
        where = say("Yours is number %(place)s.", place=known.place)
    else:
        where = say(
            "Yours is number %(place)s of %(waiting)s.", place=known.place, waiting=known.waiting
        )
    return _saying(found, *found.said, where)


def _with_numbers(found: Explanation, known: Circumstances) -> Explanation:
    if found.code == "reservation-later" and known.reservation and known.reservation.starts_at:
        begins = f"{known.reservation.starts_at:%Y-%m-%d %H:%M} UTC"
        name = known.reservation.name
        told = say("The reservation %(name)s begins at %(begins)s.", name=name, begins=begins)
        return _saying(found, told)
    limit = known.partition.max_seconds if known.partition else None
    if found.code == "time-limit" and known.minutes and known.partition and limit:
        told = say(
            "You asked for %(asked)s minutes; the partition %(partition)s allows %(limit)s.",
            asked=known.minutes,
            partition=known.partition.name,
            limit=limit // 60,
        )
        return _saying(found, told)
    return found


def _saying(found: Explanation, *said: Saying) -> Explanation:
    return found.model_copy(update={"said": said})
