"""What a failed ``assert a == b`` expected and what it got, as text for the learner.

The two sides are kept while they are compared, not made again: a second call of a learner's
function could do something else. Only the examiner does this; in a guarded test the learner's code
would have a hand in what is told.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import TracebackType
from typing import Any, NamedTuple

from IPython.lib.pretty import pretty

from officina_courses.python_text import UNREADABLE

LEFT, RIGHT = "__officina_left__", "__officina_right__"
MOST_CHARACTERS = 4000
CUT = " …"


class Difference(NamedTuple):
    """Two values that should have been equal, as they are shown."""

    expected: str
    got: str


class Comparison(NamedTuple):
    """Where an equality is asserted, and whether what is expected stands on its left side."""

    first: int
    last: int
    is_mirrored: bool


class Sides(ast.NodeTransformer):
    """Has each equality that a statement asserts keep its two sides under names of ours."""

    def __init__(self) -> None:
        self.comparisons: list[Comparison] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function's names are its own, so what it asserts is left as it is."""
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef  # type: ignore[assignment]  # noqa: N815

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """Keep the sides of ``assert a == b``."""
        test = node.test
        if not isinstance(test, ast.Compare) or not _is_equality(test):
            return node
        mirrored = _is_literal(test.left) and not _is_literal(test.comparators[0])
        self.comparisons.append(Comparison(node.lineno, node.end_lineno or node.lineno, mirrored))
        test.left = _kept(LEFT, test.left)
        test.comparators = [_kept(RIGHT, test.comparators[0])]
        return node


def keeping_sides(statement: ast.stmt) -> tuple[ast.stmt, tuple[Comparison, ...]]:
    """The statement, changed so that its compared values are kept, and where it compares."""
    sides = Sides()
    kept = sides.visit(statement)
    return kept, tuple(sides.comparisons)


def difference(
    comparisons: tuple[Comparison, ...],
    trace: TracebackType | None,
    test: str,
    names: Mapping[str, Any],
) -> Difference | None:
    """What the comparison that failed expected and got; None where the error is another's."""
    last = trace
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_code.co_filename != test:
        return None
    for first, end, is_mirrored in comparisons:
        if first <= last.tb_lineno <= end and {LEFT, RIGHT} <= names.keys():
            try:
                left, right = _shown(names[LEFT]), _shown(names[RIGHT])
            except Exception:  # a value that cannot be written
                return None
            return Difference(left, right) if is_mirrored else Difference(right, left)
    return None


def _is_equality(test: ast.Compare) -> bool:
    return len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (*UNREADABLE, TypeError):
        return False
    return True


def _kept(name: str, value: ast.expr) -> ast.NamedExpr:
    target = ast.copy_location(ast.Name(name, ast.Store()), value)
    return ast.copy_location(ast.NamedExpr(target, value), value)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) and "\n" in value else pretty(value)
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + CUT
