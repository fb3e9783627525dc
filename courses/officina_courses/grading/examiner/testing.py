"""Runs one test cell in the examiner's own process, statement by statement.

Nothing that a hidden line says comes out: neither what it prints, nor its error, nor the error of a
shown line that goes through a hidden one. A canary, a statement that must fail, goes the same way
at a place that nobody knows before.
"""

from __future__ import annotations

import ast
import random
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, NamedTuple

from IPython.core.displayhook import DisplayHook
from IPython.lib.pretty import pretty

from officina_courses.grading.examiner.differing import (
    LEFT,
    RIGHT,
    Comparison,
    Difference,
    difference,
    keeping_sides,
)
from officina_courses.grading.examiner.names import binds, loads
from officina_courses.grading.examiner.namespace import Names
from officina_courses.python_text import UNREADABLE

DICE = random.SystemRandom()
MOST_VALUE = 1000
UNSHOWN = "(its message cannot be shown)"
Lines = tuple[tuple[int, int], ...]


class Ended(NamedTuple):
    """How a test ended, and where: at a hidden line or at one that learners have."""

    status: Literal["ok", "error"]
    error: BaseException | None = None
    value: str | None = None
    is_hidden: bool = False
    is_canary_alive: bool = True  # it did not fail
    difference: Difference | None = None


class Hidden:
    """Which lines of which tests are hidden, and which names they bound."""

    def __init__(self) -> None:
        self._lines: dict[str, Lines] = {}
        self._names: set[str] = set()
        self.has_run = False  # from then on a learner's function may know hidden values

    def know(self, test: str, lines: Lines) -> None:
        """The hidden lines of a test."""
        self._lines[test] = lines

    def is_hidden(self, test: str, node: ast.stmt) -> bool:
        """Whether a statement has a hidden line, or uses a name that one bound."""
        end = node.end_lineno or node.lineno
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        touches = any(start <= end and first <= stop for start, stop in self._lines[test])
        if touches:
            self._names |= binds(node)
            return True
        return bool(self._names) and not self._names.isdisjoint(loads(node))

    def is_behind(self, trace: TracebackType | None) -> bool:
        """Whether an exception came through a hidden line."""
        return any(
            start <= line <= stop
            for frame, line in traceback.walk_tb(trace)
            for start, stop in self._lines.get(frame.f_code.co_filename, ())
        )


def run_test(
    source: str, name: str, names: Names, hidden: Hidden, quiet: Callable[[bool], None]
) -> Ended:
    """Run the statements of a test until one fails; ``quiet`` is told of each if it is hidden."""
    quiet(False)  # noqa: FBT003 - the one thing it is told
    try:
        tree = ast.parse(source, name)
    except UNREADABLE as error:
        return Ended("error", error)
    last = tree.body[-1] if tree.body else None
    is_valued = isinstance(last, ast.Expr) and not DisplayHook.semicolon_at_end_of_expression(
        source
    )
    place, value = DICE.randint(0, len(tree.body)), None
    is_hidden = False
    compared: tuple[Comparison, ...] = ()
    try:
        for number, node in enumerate(tree.body):
            if number == place and not _canary_fails(names):
                return Ended("ok", is_canary_alive=True)
            is_hidden = hidden.is_hidden(name, node)
            hidden.has_run = hidden.has_run or is_hidden
            quiet(is_hidden)
            if node is last and is_valued:
                found = _evaluate(ast.Expression(node.value), name, names)  # type: ignore[attr-defined]
                value = None if found is None else pretty(found)[:MOST_VALUE]
            else:
                kept, compared = keeping_sides(node)
                _evaluate(ast.Module([kept], []), name, names)
    except BaseException as error:
        is_hidden = is_hidden or hidden.is_behind(error.__traceback__)
        may_tell = isinstance(error, AssertionError) and not (is_hidden or hidden.has_run)
        differs = difference(compared, error.__traceback__, name, names) if may_tell else None
        return Ended("error", error, None, is_hidden, False, differs)  # noqa: FBT003
    finally:
        for side in (LEFT, RIGHT):
            names.pop(side, None)
        quiet(False)  # noqa: FBT003
    fails = place < len(tree.body) or _canary_fails(names)
    return Ended("ok", value=value, is_hidden=is_hidden, is_canary_alive=not fails)


def _evaluate(tree: ast.Module | ast.Expression, name: str, names: Names) -> Any:
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    return eval(compile(tree, name, mode, dont_inherit=True), names)  # noqa: S307


def _canary_fails(names: Names) -> bool:
    a, b, off = (DICE.randint(2, 99) for _ in range(3))
    try:
        _evaluate(ast.parse(f"assert {a} * {b} == {a * b + off}"), "<canary>", names)
    except AssertionError:
        return True
    return False


def described(error: BaseException, source: str, name: str) -> tuple[str, str, list[str]]:
    """Name, message and traceback of a failed test, for the learner."""
    import linecache

    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        lines = traceback.format_exception(type(error), error, error.__traceback__)
    except Exception:  # a SyntaxError of the learner's making, whose parts are of odd kinds
        return type(error).__name__, UNSHOWN, [UNSHOWN]
    shown = [line.rstrip("\n") for line in lines if "officina_courses/grading/" not in line]
    return type(error).__name__, shown[-1] if shown else "", shown


def flush() -> None:
    """Nothing printed stays behind."""
    sys.stdout.flush()
    sys.stderr.flush()
