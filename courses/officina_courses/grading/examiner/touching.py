"""Where examined tests and the cells around them share names, as all cells do in one notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from functools import lru_cache

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.examiner.names import binds, wants
from officina_courses.python_text import UNREADABLE

MOST_REMEMBERED = 4000  # characters
REMEMBERED = 1000  # cells


def in_touch(cells: Sequence[CellToRun], bound_by_trainer: Set[str]) -> tuple[CellToRun, ...]:
    """The cells, with what each examined test must know of those around it.

    What a test binds stays with the examiner. So a test whose names a later cell wants also runs,
    as far as learners have it, in their process; and a name that a cell binds again is forgotten,
    where cells of the trainer's bind it too: a learner must not exchange a test's own helper.
    """
    since: set[str] = set()
    found: list[CellToRun] = []
    for place, cell in enumerate(cells):
        if cell.mode != "examined":
            since |= _names(binds, cell.source) & bound_by_trainer
            found.append(cell)
            continue
        bound = _names(binds, cell.known)
        others = (other for other in cells[place + 1 :] if other.mode != "examined")
        is_needed = bool(bound) and any(bound & _names(wants, other.source) for other in others)
        found.append(cell._replace(is_needed=is_needed, forgets=tuple(sorted(since))))
        since = set()
    return tuple(found)


def bound_names(sources: Iterable[str]) -> frozenset[str]:
    """All names that the cells bind."""
    return frozenset().union(*(_names(binds, source) for source in sources))


def _names(which: Callable[[str], set[str]], source: str) -> frozenset[str]:
    return _usual(which, source) if len(source) <= MOST_REMEMBERED else _found(which, source)


def _found(which: Callable[[str], set[str]], source: str) -> frozenset[str]:
    """The names in a cell; none where it is no plain Python, as a cell of magics."""
    try:
        return frozenset(which(source))
    except UNREADABLE:
        return frozenset()


# Most cells are the exercise's own and stand in everybody's notebook.
_usual = lru_cache(maxsize=REMEMBERED)(_found)
