"""Whoever gives way must not run out of time by it: such a pass is run again with a full share.

A second run must be no second throw of dice. So what was judged before anything was late stands,
and the pass that tries tests beside their twins, where a forger has to guess, is never run twice:
it has a full share from its beginning.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import takewhile

from officina_courses.grading.engine import CellRan, Engine, Pass, PassRan

log = logging.getLogger(__name__)

MOST_OF_IT = 0.9  # of its time a cell was busy that did not have to wait for a processor


class FullShare:
    """What one submission may cost more than others: one pass, after which it gives way no more."""

    def __init__(self) -> None:
        self._was_late = False

    def run(self, engine: Engine, work: Pass) -> PassRan:
        """Run a pass, so that being late because it gave way counts for nothing."""
        if not work.limits.gives_way:
            return engine.run(work)
        full = work._replace(limits=work.limits.model_copy(update={"gives_way": False}))
        if work.tried or self._was_late:
            return engine.run(full)
        ran = engine.run(work)
        if not may_have_waited(ran):
            return ran
        log.info("a pass that gave way to others was late, and is run again with a full share")
        self._was_late = True
        return _joined(ran, engine.run(full))


class InTime:
    """Runs passes by ``engine``; that a time was over counts only where none gave way."""

    def __init__(self, engine: Engine, share: FullShare) -> None:
        self._engine = engine
        self._share = share

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        return self._share.run(self._engine, work)


def may_have_waited(ran: PassRan) -> bool:
    """Whether a time was over, and perhaps only because others had the processors.

    Whoever was found out by then was not found out for want of time.
    """
    if ran.end == "tampered" or any(cell.trust == "tampered" for cell in ran.cells):
        return False
    return ran.end == "timeout" or any(map(_may_have_waited, ran.cells))


def _may_have_waited(cell: CellRan) -> bool:
    return cell.status == "timeout" and cell.busy_seconds < MOST_OF_IT * cell.seconds


def _joined(first: PassRan, second: PassRan) -> PassRan:
    """The second run, but for the tests that had ended before anything was late.

    A learner's code may know by then that it guessed wrong, and be late in order to guess again.
    """
    found = second.by_key() | {test.key: test for test in _ended_in_time(first)}
    return second._replace(cells=tuple(found.values()))


def _ended_in_time(ran: PassRan) -> Iterator[CellRan]:
    before = takewhile(lambda cell: not _may_have_waited(cell), ran.cells)
    return (cell for cell in before if cell.mode is not None)
