"""Which tests can run in the examiner's process, and why another one cannot.

Decided from the trainer's text alone, never from a submission: a learner must not choose. A test
is *examined* unless something in it needs more of the learner's process than values and calls.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from officina_courses.grading.engine import Mode
from officina_courses.grading.examiner.facts import Facts, gather
from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.grading.examiner.names import binds, inner_loads, loads, wants
from officina_courses.python_text import UNREADABLE, tree_of


class Why(NamedTuple):
    """Why a test is guarded, and how to write it so that it can be examined."""

    reason: str
    rewrite: str


class Decision(NamedTuple):
    """How a test is run; ``why`` is None for an examined one."""

    mode: Mode
    why: Why | None = None


EXAMINED = Decision("examined")
REASONS: dict[str, Why] = {
    "syntax": Why(
        "it is no plain Python, or uses IPython ({name})",
        "Call functions and compare what they give back, without %, ! and get_ipython().",
    ),
    "language": Why(
        "it is in another language than Python (kernel {name})",
        "Leave it as it is: only tests in Python can be examined.",
    ),
    "files": Why(
        "it works with files or the system ({name}), which only the learner's process has",
        "Let the answer be a function that gives back what it read or wants to write.",
    ),
    "insides": Why(
        "it looks into the learner's program ({name})",
        "Call the learner's function and compare what it gives back.",
    ),
    "settings": Why(
        "it sets something for the whole process ({name}), which the learner's would not get",
        "Hand it to the learner's function as an argument, as a seed or a generator.",
    ),
    "cases": Why(
        "it tests by {name}, which runs beside the learner's code",
        "Compare with a plain assert, and use try and except for errors.",
    ),
    "plots": Why(
        "it needs a plot or a display ({name})",
        "Let the answer give back the numbers that are drawn, and compare those.",
    ),
    "changes": Why(
        "it changes {name}, which the learner's code has or uses",
        "Hand the value to the learner's function as an argument, under another name.",
    ),
    "classes": Why(
        "it needs the learner's class {name}",
        "Test functions that take and give back numbers, text, lists, dicts, arrays or tables.",
    ),
    "callbacks": Why(
        "it hands a function of its own to the learner's ({name})",
        "Let the learner's function take values, or test it with a function that is given.",
    ),
    "identity": Why(
        "it asks whether two values are the same object ({name})",
        "Compare with == instead of is.",
    ),
    "modules": Why(
        "it imports {name}, which is not installed where tests are examined",
        "Import an installed package, or define what is needed in the test.",
    ),
    "shared": Why(
        "it shares the name {name} with a test or a cell that runs beside the learner's code",
        "Bind the name again in each test that needs it.",
    ),
    "solution": Why(
        "the trainer's own answer does not pass it when it is examined ({name})",
        "Test functions that take and give back numbers, text, lists, dicts, arrays or tables.",
    ),
}


def guarded(code: str, name: str) -> Decision:
    """The decision for that reason."""
    why = REASONS[code]
    return Decision("guarded", why._replace(reason=why.reason.format(name=name[:80])))


def decide(cells: Sequence[TrainerCell]) -> dict[str, Decision]:
    """The mode of each test, by its grade_id."""
    book = _Book(cells)
    return settled(
        cells, {cell.grade_id: book.decide(cell) for cell in cells if cell.part == "test"}
    )


def settled(cells: Sequence[TrainerCell], found: Mapping[str, Decision]) -> dict[str, Decision]:
    """The decisions with those that follow from them."""
    modes = dict(found)
    while more := _bound_to_guarded(cells, modes):
        modes |= more
    return modes


class _Book:
    """What a notebook's cells bind, as far as tests have to do with it."""

    def __init__(self, cells: Sequence[TrainerCell]) -> None:
        others = [cell for cell in cells if cell.part != "test" and _is_plain(cell.source)]
        self._used = {name for cell in others for name in inner_loads(cell.source)}
        self._defined: set[str] = set()
        self._classes: set[str] = set()
        for cell in others:
            for node in tree_of(cell.source).body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    self._defined.add(node.name)
                if isinstance(node, ast.ClassDef) and cell.part == "answer":
                    self._classes.add(node.name)

    def decide(self, cell: TrainerCell) -> Decision:
        """What the test's own text and the other cells say."""
        if not _is_plain(cell.source):
            return guarded("syntax", "its text")
        facts = gather(cell.source)
        if facts.found:
            return guarded(*facts.found[0])
        changed = self._changed(cell, facts)
        if changed:
            return guarded("changes", min(changed))
        classes = self._classes & loads(cell.source)
        return guarded("classes", min(classes)) if classes else EXAMINED

    def _changed(self, cell: TrainerCell, facts: Facts) -> set[str]:
        bound = binds(cell.source) - facts.imported
        return (bound & (self._used | self._defined)) | (facts.mutated - bound - facts.imported)


def _bound_to_guarded(
    cells: Sequence[TrainerCell], found: dict[str, Decision]
) -> dict[str, Decision]:
    """One more test that cannot be examined, for it shares names with what runs over there.

    What a guarded test binds is in the learner's process, where anybody may bind it anew: a helper
    of a test must not come from there. And hidden lines of an examined test never run there, so
    nothing there can have what they bind.
    """
    for place, cell in enumerate(cells):
        if cell.part != "test" or not _is_plain(cell.source) or not _is_plain(cell.known):
            continue
        is_guarded = found[cell.grade_id].mode == "guarded"
        offered = binds(cell.source) if is_guarded else binds(cell.source) - binds(cell.known)
        for later in cells[place + 1 :]:
            if not _is_plain(later.source) or not (shared := offered & wants(later.source)):
                continue
            is_examined = later.part == "test" and found[later.grade_id].mode == "examined"
            if is_guarded and is_examined:
                return {later.grade_id: guarded("shared", min(shared))}
            if not is_guarded and not is_examined:
                return {cell.grade_id: guarded("shared", min(shared))}
    return {}


def _is_plain(source: str) -> bool:
    """Whether it is Python as it stands, without what IPython would have to change first."""
    try:
        tree_of(source)
        loads(source)
    except UNREADABLE:
        return False
    return True
