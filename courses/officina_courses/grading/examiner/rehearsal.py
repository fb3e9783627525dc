"""The trainer's own answers, examined once: what they cannot do there, no learner has to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from officina_courses.grading.engine import CellRan, CellToRun, Engine, Pass
from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.grading.examiner.modes import guarded, settled
from officina_courses.grading.examiner.planning import Plan
from officina_courses.grading.examiner.touching import in_touch
from officina_courses.grading.request import Limits
from officina_courses.grading.watched import watched

MOST_TIME = 0.3  # of a cell's time: a learner's answer may be slower, and each call costs


def rehearse(
    cells: Sequence[TrainerCell], plan: Plan, files: Path, *, engine: Engine, limits: Limits
) -> Plan:
    """The plan after the trainer's notebook was run by it.

    A test that passes is proven. One that ends otherwise becomes guarded: its answer may be an
    object, or share what a copy cannot share, and its marks must not depend on that.
    """
    to_run = in_touch(
        [_to_run(number, cell, plan) for number, cell in enumerate(cells)], plan.bound
    )
    is_examined = any(decision.mode == "examined" for decision in plan.modes.values())
    if not is_examined and not watched(to_run, plan.given):
        return plan
    ran = engine.run(Pass(to_run, files, limits, "examine", given=plan.given)).by_key()
    modes, proven = dict(plan.modes), set()
    unwatched = {name for name, found in ran.items() if _is_exchanged(found)}
    for grade_id, decision in plan.modes.items():
        found = ran.get(grade_id)
        if decision.mode == "guarded" or found is None:
            continue
        passed = found.mode == "examined" and (found.status, found.trust) == ("ok", "sound")
        if passed and found.seconds < limits.cell_timeout_seconds * MOST_TIME:
            proven.add(grade_id)
        else:
            modes[grade_id] = guarded("solution", _what_happened(found))
    modes = settled(cells, modes)
    kept = {grade_id for grade_id in proven if modes[grade_id].mode == "examined"}
    return plan._replace(modes=modes, proven=frozenset(kept), unwatched=frozenset(unwatched))


def _to_run(number: int, cell: TrainerCell, plan: Plan) -> CellToRun:
    if cell.part != "test":
        return CellToRun(f"#{number + 1}", cell.source)
    mode = plan.modes[cell.grade_id].mode
    return CellToRun(cell.grade_id, cell.source, is_test=True, known=cell.known, mode=mode)


def _is_exchanged(found: CellRan) -> bool:
    """A guarded test that is tried beside nothing is in doubt for one reason only."""
    return found.mode == "guarded" and found.trust == "unjudged"


def _what_happened(found: CellRan) -> str:
    if found.mode == "guarded":
        return "a value of it cannot travel"
    return found.error or ("it takes too long" if found.status == "ok" else found.status)
