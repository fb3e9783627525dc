"""Telling silence from answers, by the words that a batch system is known to use.

As with Slurm, only what is certainly an answer is taken for one: an empty list is believed where
the system is known to be silent about jobs that it does not have, and never proves an end alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from officina_spawners.slurm.commands import Answer
from officina_spawners.slurm.jobs import JobId
from officina_spawners.slurm.silence import unanswered
from officina_spawners.systems.system import BatchSystem, Reading

_COMPLAINT = re.compile(r"\b(?:error|fatal|fail\w*|cannot|can't|unable|denied)\b", re.IGNORECASE)


def understood(
    system: BatchSystem,
    answer: Answer,
    reader: Callable[[str], Reading],
    asked: Collection[JobId] | None,
) -> Reading:
    """What a question brought, or ``Unanswered``.

    ``asked``: the jobs that it was about, None for all.
    """
    absent = _absent(system, answer)
    try:
        told = reader(answer.text) if answer.text.strip() or not absent else Reading()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unanswered(answer, f", wrote garbage ({error})") from error
    reading = Reading(seen=told.seen, absent=told.absent | absent)
    if asked is not None and system.says_absent:
        found = reading.absent | {seen.job.id for seen in reading.seen}
        if missing := set(asked) - found:
            raise unanswered(answer, f", said nothing of {sorted(missing)[:5]}")
    return reading


def lacks(system: BatchSystem, answer: Answer) -> bool:
    """Whether an order was refused only because there is no such job (any more)."""
    lines = _lines(answer)
    return bool(lines) and all(system.absent.search(line) for line in lines)


def is_refusal(system: BatchSystem, answer: Answer) -> bool:
    """Whether an order was understood and refused."""
    said = "\n".join(_lines(answer))
    return not system.silent.search(said) and any(
        system.verdict.search(line) for line in said.splitlines()
    )


def _absent(system: BatchSystem, answer: Answer) -> frozenset[JobId]:
    """The jobs of which all its complaints say that there are none; else it did not answer."""
    absent = set()
    for line in filter(None, map(str.strip, answer.err.splitlines())):
        if found := system.absent.search(line):
            absent.add(next(group for group in found.groups() if group))
        elif answer.status or _COMPLAINT.search(line):
            raise unanswered(answer)
    if answer.status and not absent and not _says_itself(system, answer):
        raise unanswered(answer)
    return frozenset(absent)


def _says_itself(system: BatchSystem, answer: Answer) -> bool:
    """Whether its output, rather than its complaints, tells which jobs it does not have."""
    return bool(system.absent.search(answer.text))


def _lines(answer: Answer) -> list[str]:
    said = f"{answer.err}\n{answer.text}"
    return [line.strip() for line in said.splitlines() if line.strip()]
