"""Numbers, texts and truths that a test writes down, and the test with another in their place.

Which of them a test is about, its text alone does not tell: a changed expected value fails, a
changed tolerance or message need not. So they are *telling* where the trainer's own answer fails at
both of two changes, each time by an assertion. What is handed to a function of the answer's is not
asked about, since an answer may pass without caring for it; nor is what a value is asked for by, as
an index.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Sequence, Set
from itertools import zip_longest
from typing import NamedTuple, TypeGuard

from officina_courses.grading.splicing import span, spliced
from officina_courses.python_text import UNREADABLE, tree_of

DICE: random.Random = random.SystemRandom()  # learners' code cannot guess its throws
LARGEST = 1e15
LONGEST = 200  # characters of a text
MOST_ASKED = 8  # for each test
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What one side of a comparison consists of that holds nothing but literals.
BARE = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.UnaryOp, ast.USub, ast.UAdd),
    ast.expr_context,
)
Value = bool | int | float | str


class Literal(NamedTuple):
    """One of them, by its place in bytes; ``statement`` is the test's at the top it stands in.

    ``calls`` are the names of the functions to which it is handed, with what it is written in, and
    ``is_index`` says that it stands in square brackets behind a value. One side of a comparison is
    ``bare`` where it holds nothing but literals.
    """

    value: Value
    start: int
    end: int
    statement: int
    is_unseen: bool
    calls: frozenset[str]
    is_index: bool
    is_bare: bool


class Telling(NamedTuple):
    """A literal of a test by its number, and the values in its place at which the test failed."""

    number: int
    values: tuple[Value, ...]


class _Around(NamedTuple):
    """What a literal stands in."""

    calls: frozenset[str]
    is_index: bool
    is_bare: bool


class _Found(NamedTuple):
    node: ast.Constant
    calls: frozenset[str]
    is_index: bool
    is_bare: bool


_NOTHING = _Around(frozenset(), is_index=False, is_bare=False)


def literals(source: str, known: str = "") -> list[Literal]:
    """All that can be changed, in the order in which they stand; none of what is no plain Python.

    Those in a line that learners have not got, as ``known`` tells, are unseen.
    """
    try:
        body = tree_of(source).body
        lines = source.encode().split(b"\n")
        seen = {line.strip() for line in known.encode().split(b"\n")}
        return [
            Literal(
                found.node.value,
                *span(source, found.node),
                number,
                lines[found.node.lineno - 1].strip() not in seen,
                found.calls,
                found.is_index,
                found.is_bare,
            )
            for number, statement in enumerate(body)
            for found in sorted(_found(statement), key=_place)
            if _is_changeable(found.node.value)
        ]
    except UNREADABLE:
        return []


def to_ask(source: str, known: str, answers: Set[str]) -> tuple[Telling, ...]:
    """The literals that are asked about, each with what is tried in its place.

    ``answers`` are the names of functions and classes that are the answer's.
    """
    found = literals(source, known)
    asked = [n for n, one in enumerate(found) if not one.is_index and one.calls.isdisjoint(answers)]
    order = _in_turn(found, asked)[:MOST_ASKED]
    return tuple(Telling(number, both_ways(found[number].value)) for number in order)


def changed(source: str, literal: Literal, value: Value) -> str:
    """The test with that value in the literal's place."""
    return spliced(source, literal.start, literal.end, written(value))


def _in_turn(found: Sequence[Literal], numbers: Sequence[int]) -> list[int]:
    """Of each statement the last, then of each the one before; unseen ones first."""
    order: list[int] = []
    for is_unseen in (True, False):
        rows: dict[int, list[int]] = {}
        for number in numbers:
            if found[number].is_unseen is is_unseen:
                rows.setdefault(found[number].statement, []).insert(0, number)
        order += [n for row in zip_longest(*rows.values()) for n in row if n is not None]
    return order


def both_ways(value: Value) -> tuple[Value, ...]:
    """Near it on either side."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, str):
        return _with_another_letter(value), value + DICE.choice(LETTERS)
    return value + _step(value), value - _step(value)


def written(value: Value) -> str:
    """The value as it stands in a test, wherever that is."""
    is_negative = not isinstance(value, str) and value < 0
    return f"({value!r})" if is_negative else repr(value)


def _step(value: float) -> int:
    return DICE.randint(1, max(9, min(int(abs(value)), 10**6)))


def _with_another_letter(text: str) -> str:
    place = DICE.randrange(len(text))
    others = [letter for letter in LETTERS if letter != text[place].lower()]
    return text[:place] + DICE.choice(others) + text[place + 1 :]


def _found(node: ast.AST, around: _Around = _NOTHING) -> Iterator[_Found]:
    """Those of a statement, but for documentation, messages and texts with gaps."""
    if isinstance(node, ast.Constant):
        yield _Found(node, *around)
    elif isinstance(node, ast.Compare):
        for side in (node.left, *node.comparators):
            is_bare = all(isinstance(each, BARE) for each in ast.walk(side))
            yield from _found(side, around._replace(is_bare=is_bare))
    elif isinstance(node, ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        called = node.func.attr if isinstance(node.func, ast.Attribute) else called
        yield from _found(node.func, around)
        for each in (*node.args, *node.keywords):
            yield from _found(each, around._replace(calls=around.calls | {called}))
    elif isinstance(node, ast.Subscript):
        yield from _found(node.value, around)
        yield from _found(node.slice, around._replace(is_index=True))
    elif isinstance(node, ast.Assert):
        yield from _found(node.test, around)
    elif not isinstance(node, ast.JoinedStr) and not _is_documentation(node):
        for child in ast.iter_child_nodes(node):
            yield from _found(child, around)


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_changeable(value: object) -> TypeGuard[Value]:
    if isinstance(value, str):
        return 0 < len(value) <= LONGEST
    return isinstance(value, int | float) and abs(value) < LARGEST


def _place(found: _Found) -> tuple[int, int]:
    return found.node.lineno, found.node.col_offset
