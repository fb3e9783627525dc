"""Constants of given cells, as ``TOL = 1e-6``: what they are, and whether they still are that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

DEEPEST = 20  # constants with more lists in lists than that differ
PLAIN = (type(None), bool, int, float, str)
SCALARS = (*PLAIN, bytes, complex, type(...))


def constant(name: str, text: str) -> Iterator[tuple[str, Any]]:
    """What a statement of the trainer's that holds nothing but literals gives a name."""
    made: dict[str, Any] = {}
    try:
        exec(compile(text, "<constant>", "exec", dont_inherit=True), made)  # noqa: S102 - ours
    except Exception:  # as of `LIMIT = 1 / 0`: the trainer's own cell tells it
        return
    if name in made:
        yield name, made[name]


def make_equal() -> Callable[[Any, Any, int], bool]:
    """Whether two values of Python's own kinds are the same, without asking a learner's kind."""
    type_, len_, zip_, repr_, scalars = type, len, zip, repr, SCALARS
    all_, bool_ = all, bool
    row, table, several = (list, tuple), dict, (set, frozenset)

    def is_equal(found: Any, expected: Any, depth: int) -> bool:
        kind = type_(expected)
        if type_(found) is not kind or depth > DEEPEST:
            return False
        if found is expected:
            return True
        if kind in scalars:
            return bool_(found == expected) or repr_(found) == repr_(expected)
        if kind in several:
            for one in found:
                if type_(one) not in scalars:
                    return False
            return bool_(found == expected)
        if kind is table:
            found, expected = [*found.items()], [*expected.items()]
        elif kind not in row:
            return False
        if len_(found) != len_(expected):
            return False
        return all_(is_equal(one, other, depth + 1) for one, other in zip_(found, expected))

    return is_equal


def make_same() -> Callable[[Any, Any], bool]:
    type_, plain = type, PLAIN

    def same(found: Any, expected: Any) -> bool:
        """The same thing, or the same number or text: then ``==`` is Python's own."""
        if found is expected:
            return True
        kind = type_(found)
        for each in plain:
            if kind is each and type_(expected) is each:
                return bool_(found == expected)
        return False

    bool_ = bool
    return same
