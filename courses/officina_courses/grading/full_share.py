"""Whoever gives way must not run out of time by it: such a pass is run again with a full share."""

from __future__ import annotations

import logging

from officina_courses.grading.engine import CellRan, Engine, Pass, PassRan

log = logging.getLogger(__name__)

MOST_OF_IT = 0.9  # of its time a cell was busy that did not have to wait for a processor


class InTime:
    """Runs passes by ``engine``; that a time was over counts only where none gave way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        ran = self._engine.run(work)
        if not work.limits.gives_way or not may_have_waited(ran):
            return ran
        log.info("a pass that gave way to others was late, and is run again with a full share")
        limits = work.limits.model_copy(update={"gives_way": False})
        return self._engine.run(work._replace(limits=limits))


def may_have_waited(ran: PassRan) -> bool:
    """Whether a time was over, and perhaps only because others had the processors."""
    return ran.end == "timeout" or any(map(_may_have_waited, ran.cells))


def _may_have_waited(cell: CellRan) -> bool:
    # Copies of a process that do not answer in time leave their test to a trainer.
    if cell.trust == "unjudged":
        return True
    return cell.status == "timeout" and cell.busy_seconds < MOST_OF_IT * cell.seconds
