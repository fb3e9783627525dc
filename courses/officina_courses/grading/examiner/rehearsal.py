"""The trainer's own answers, examined once: what they cannot do there, no learner has to do."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from officina_courses.grading.engine import CellRan, CellToRun, Engine, Pass
from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.grading.examiner.modes import guarded, settled
from officina_courses.grading.examiner.names import binds
from officina_courses.grading.examiner.planning import Plan
from officina_courses.grading.examiner.touching import in_touch
from officina_courses.grading.literals import Telling, to_ask
from officina_courses.grading.request import Limits
from officina_courses.grading.shown_number import shown_number
from officina_courses.grading.watched import watched
from officina_courses.python_text import UNREADABLE, tree_of

DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MOST_TIME = 0.3  # of a cell's time: a learner's answer may be slower, and each call costs


def rehearse(
    cells: Sequence[TrainerCell], plan: Plan, files: Path, *, engine: Engine, limits: Limits
) -> Plan:
    """The plan after the trainer's notebook was run by it.

    A test that passes is proven. One that ends otherwise becomes guarded: its answer may be an
    object, or share what a copy cannot share, and its marks must not depend on that. Of guarded
    tests it is asked which of their literals are telling.
    """
    to_run = in_touch(
        [_to_run(number, cell, plan) for number, cell in enumerate(cells)], plan.bound
    )
    is_examined = any(decision.mode == "examined" for decision in plan.modes.values())
    is_valued = any(cell.is_test and _ends_in_value(cell.source) for cell in to_run)
    answers = _of_answers(cells)
    asked = _asked(to_run, answers)
    if not (is_examined or is_valued or asked or watched(to_run, plan.given)):
        return plan
    rehearsed = Pass(
        to_run, files, limits, "examine", given=plan.given, alone=plan.alone, asked=asked
    )
    ran = engine.run(rehearsed).by_key()
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
    fell = {name for name, each in modes.items() if each.mode == "guarded"} - asked.keys()
    telling = {name: found.telling for name, found in ran.items() if found.telling}
    if fell:
        telling |= _telling_of_fallen(rehearsed, fell, answers, engine)
    kept = {grade_id for grade_id in proven if modes[grade_id].mode == "examined"}
    return plan._replace(
        modes=modes,
        proven=frozenset(kept),
        unwatched=frozenset(unwatched),
        numbered=frozenset(name for name in plan.modes if _is_numbered(ran.get(name))),
        telling=telling,
    )


def _of_answers(cells: Iterable[TrainerCell]) -> set[str]:
    """The names of what answers bind, and of all functions and methods in them."""
    found: set[str] = set()
    for cell in cells:
        if cell.part == "answer":
            with contextlib.suppress(*UNREADABLE):
                found |= binds(cell.source)
                nodes = ast.walk(tree_of(cell.source))
                found |= {node.name for node in nodes if isinstance(node, DEFINING)}
    return found


def _asked(cells: Iterable[CellToRun], answers: Set[str]) -> dict[str, tuple[Telling, ...]]:
    guarded = (cell for cell in cells if cell.is_test and cell.mode == "guarded")
    asked = {cell.key: to_ask(cell.source, cell.known, answers) for cell in guarded}
    return {name: found for name, found in asked.items() if found}


def _telling_of_fallen(
    rehearsed: Pass, fell: Set[str], answers: Set[str], engine: Engine
) -> dict[str, tuple[Telling, ...]]:
    """The same of tests that became guarded by the rehearsal."""
    cells = tuple(
        cell._replace(mode="guarded", source=cell.source if cell.key in fell else cell.known)
        if cell.is_test
        else cell
        for cell in rehearsed.cells
    )
    asked = {name: found for name, found in _asked(cells, answers).items() if name in fell}
    if not asked:
        return {}
    ran = engine.run(rehearsed._replace(cells=cells, purpose="mark", asked=asked))
    return {cell.key: cell.telling for cell in ran.cells if cell.telling}


def _to_run(number: int, cell: TrainerCell, plan: Plan) -> CellToRun:
    if cell.part != "test":
        return CellToRun(f"#{number + 1}", cell.source)
    mode = plan.modes[cell.grade_id].mode
    return CellToRun(cell.grade_id, cell.source, is_test=True, known=cell.known, mode=mode)


def _ends_in_value(source: str) -> bool:
    """Whether the test may say its points itself."""
    try:
        last = tree_of(source).body[-1:]
    except UNREADABLE:
        return True  # with magics it is Python that only IPython can read
    return any(isinstance(node, ast.Expr) for node in last)


def _is_numbered(found: CellRan | None) -> bool:
    return found is not None and found.status == "ok" and shown_number(found.value) is not None


def _is_exchanged(found: CellRan) -> bool:
    """A guarded test that is tried beside nothing is in doubt for one reason only."""
    return found.mode == "guarded" and found.trust == "unjudged"


def _what_happened(found: CellRan) -> str:
    if found.mode == "guarded":
        return "a value of it cannot travel"
    return found.error or ("it takes too long" if found.status == "ok" else found.status)
