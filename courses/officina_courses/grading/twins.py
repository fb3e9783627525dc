"""The twins of a test: its own text with one condition changed.

Words used here: the *bait* is a twin that fails where tests are really run, or nearly always: it
has another literal where the trainer's own answer showed that this fails, or else expects another
number or the opposite. The *impossible* twin cannot pass anywhere: its condition
is joined with a false sum. *Throws* are further baits, each drawn anew and wide apart, for answers
whose equality is coarse.
"""

from __future__ import annotations

import ast
import random
import re
from typing import Any, NamedTuple

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.literals import literals, written
from officina_courses.grading.splicing import offset, span, spliced
from officina_courses.python_text import UNREADABLE, tree_of

DICE: random.Random = random.SystemRandom()  # learners' code cannot guess its throws
THROWS_OF_EACH_KIND = 2
OPPOSITE = {
    ast.Eq: (r"==", "!="),
    ast.NotEq: (r"!=", "=="),
    ast.Lt: (r"<", ">="),
    ast.GtE: (r">=", "<"),
    ast.Gt: (r">", "<="),
    ast.LtE: (r"<=", ">"),
    ast.In: (r"\bin\b", "not in"),
    ast.NotIn: (r"\bnot\s+in\b", "in"),
    ast.Is: (r"\bis\b", "is not"),
    ast.IsNot: (r"\bis\s+not\b", "is"),
}


class Trial(NamedTuple):
    """A test as it is tried, and its twins: what differs does not tell which is which."""

    real: str
    bait: str
    impossible: str
    throws: tuple[str, ...] = ()

    @property
    def twins(self) -> tuple[str, ...]:
        """All that is sent beside the test."""
        return (self.bait, self.impossible, *self.throws)


def make_trial(cell: CellToRun) -> Trial:
    """The test and its twins.

    They are made from one of its telling literals, else from one of its own asserts, best of what
    learners have not seen. A test without asserts gets one of ours at a random place, true in the
    test and false in the impossible twin.
    """
    try:
        tree = tree_of(cell.source)
        known = {ast.dump(node) for node in ast.walk(tree_of(cell.known))}
    except UNREADABLE:
        return Trial(cell.source, "assert False", "assert False")
    told = _of_telling(cell, tree)
    if told is not None and all(map(_compiles, told.twins)):
        return told
    asserts = [node for node in tree.body if isinstance(node, ast.Assert)]
    unseen = [node for node in asserts if ast.dump(node) not in known]
    if asserts:
        condition = DICE.choice(unseen or asserts).test
        trial = Trial(
            cell.source,
            _bait(cell.source, condition),
            _impossible(cell.source, condition),
            tuple(_throws(cell.source, condition)),
        )
        if all(map(_compiles, trial.twins)):
            return trial
    place = _place(cell.source, tree)
    true, bait, impossible = (
        spliced(cell.source, place, place, f"assert {text}\n")
        for text in (_sum(off=0), _false_sum(), _false_sum())
    )
    return Trial(true, bait, impossible)


def _of_telling(cell: CellToRun, tree: ast.Module) -> Trial | None:
    """Twins that differ in one literal; None where none is telling.

    Where a literal stands beside what is compared, as in ``abs(f() - 5) == 0``, that one is taken:
    what always comes to 0 would fail for any other on the right. The other value is one at which
    the trainer's answer failed, as one drawn anew need not: a mark of 88 is as good as one of 87.
    So there are no throws. From the third copy on, code that keeps the texts of the first two in a
    file knows which of them is the test.
    """
    found = literals(cell.source, cell.known)
    others = {found[one.number]: one.values for one in cell.telling if one.number < len(found)}
    if not others:
        return None
    telling = list(others)
    statement = DICE.choice([one for one in telling if one.is_unseen] or telling).statement
    telling = [one for one in telling if one.statement == statement]
    telling = [one for one in telling if one.is_unseen] or telling
    chosen = DICE.choice([one for one in telling if not one.is_bare] or telling)
    other = DICE.choice(others[chosen])
    asserts = [node for node in tree.body if isinstance(node, ast.Assert)]
    if asserts:
        impossible = _impossible(cell.source, DICE.choice(asserts).test)
        more: list[_Edit] = []
    else:
        place = _place(cell.source, tree)
        impossible = spliced(cell.source, place, place, f"assert {_false_sum()}\n")
        more = [(place, place, f"assert {_sum(off=0)}\n")]

    bait = _edited(cell.source, (chosen.start, chosen.end, written(other)), *more)
    return Trial(_edited(cell.source, *more), bait, impossible)


_Edit = tuple[int, int, str]


def _edited(source: str, *edits: _Edit) -> str:
    for start, end, text in sorted(edits, reverse=True):
        source = spliced(source, start, end, text)
    return source


def _bait(source: str, condition: ast.expr) -> str:
    """``source`` with a condition that holds made one that does not, best in one number alone."""
    numbers = _expected_numbers(condition)
    if numbers:
        number = DICE.choice(numbers)
        step = _step(number.value)
        return _with_number(source, number, number.value + DICE.choice([step, -step]))
    start, _ = span(source, condition)
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return spliced(source, start, span(source, condition.operand)[0], "")
    if not isinstance(condition, ast.Compare) or len(condition.ops) > 1:
        return _around(source, condition, "not (", ")")
    gap = span(source, condition.left)[1], span(source, condition.comparators[0])[0]
    found, opposite = OPPOSITE[type(condition.ops[0])]
    between = source.encode()[gap[0] : gap[1]].decode()
    return spliced(source, *gap, re.sub(found, opposite, between, count=1))


def _impossible(source: str, condition: ast.expr) -> str:
    return _around(source, condition, "(", f") and {_false_sum()}")


def _throws(source: str, condition: ast.expr) -> list[str]:
    """Near, far, of the other sign and in between: only what equals everything equals all these."""
    numbers = _expected_numbers(condition)
    if not numbers:
        return [_around(source, condition, "not (", ")")]
    throws = []
    for _ in range(THROWS_OF_EACH_KIND):
        number = DICE.choice(numbers)
        value, step = number.value, _step(number.value)
        others = (value + step, value + step * DICE.randint(10**3, 10**6), -value - step)
        throws += [_with_number(source, number, other) for other in (*others, value + step + 0.5)]
    DICE.shuffle(throws)
    return throws


def _with_number(source: str, number: Any, value: float) -> str:
    return spliced(source, *span(source, number), repr(value))


def _around(source: str, condition: ast.expr, before: str, after: str) -> str:
    start, end = span(source, condition)
    return spliced(spliced(source, end, end, after), start, start, before)


def _sum(*, off: int) -> str:
    a, b = DICE.randint(2, 99), DICE.randint(2, 99)
    return f"{a} * {b} == {a * b + off}"


def _false_sum() -> str:
    return _sum(off=DICE.randint(1, 99))


def _step(value: float) -> int:
    return DICE.randint(1, max(9, min(int(abs(value)), 10**6)))


def _expected_numbers(condition: ast.expr) -> list[Any]:
    """The numbers of what an assert expects, where that is ``==`` a literal."""
    if not isinstance(condition, ast.Compare) or [*map(type, condition.ops)] != [ast.Eq]:
        return []
    return _numbers(condition.comparators[0])


def _numbers(expected: ast.expr) -> list[Any]:
    """The numbers in an expected value, if it is a literal."""
    try:
        ast.literal_eval(expected)
    except ValueError:
        return []
    nodes = [node for node in ast.walk(expected) if isinstance(node, ast.Constant)]
    return [node for node in nodes if _is_number(node.value)]


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and isinstance(value, int | float) and abs(value) < 1e15


def _place(source: str, tree: ast.Module) -> int:
    """Where one more statement may stand: before any at the top that need not come first."""
    starts: list[int] = []
    for node in tree.body:
        first = min([node, *getattr(node, "decorator_list", [])], key=lambda one: one.lineno)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if is_future:
            starts.clear()
        elif node.col_offset == 0:
            starts.append(offset(source, first.lineno, 0))
    return DICE.choice(starts) if starts else len(source.encode())


def _compiles(source: str) -> bool:
    try:
        compile(source, "<twin>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except UNREADABLE:
        return False
    return True
