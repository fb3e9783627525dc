"""Which guarded tests can keep their own names for themselves.

Decided from the trainer's text alone. A test that binds ``data`` or ``input`` anew, because a
function of the notebook reads that name, means the notebook's; so does one in a notebook whose
functions write global names, one that looks for names in the notebook itself, and one that defines
a function for later cells.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Sequence, Set

from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.grading.examiner.names import binds, imports, loads
from officina_courses.python_text import UNREADABLE, tree_of

# Where a notebook is looked at as the module __main__, or by IPython.
LOOKING = (
    "__main__",
    "unittest.main",
    "doctest",
    "pickle",
    "get_ipython",
    "globals",
    "exec",
    "eval",
)


def find_alone(cells: Sequence[TrainerCell]) -> frozenset[str]:
    """The tests by their grade_id, of a notebook with the trainer's answers in it."""
    known: set[str] = set()
    for cell in cells:
        if cell.part != "test":
            try:
                tree = tree_of(cell.source)
                known |= binds(cell.source) | loads(cell.source)
            except UNREADABLE:
                return frozenset()  # magics may bind and read anything
            if any(isinstance(node, ast.Global) for node in ast.walk(tree)):
                return frozenset()
    found: set[str] = set()
    later: set[str] = set()
    for cell in reversed(cells):
        if cell.part == "test" and _is_alone(cell.source, known, later):
            found.add(cell.grade_id)
        with contextlib.suppress(*UNREADABLE):
            later |= loads(cell.source)
    return frozenset(found)


def _is_alone(source: str, known: Set[str], later: Set[str]) -> bool:
    if any(word in source for word in LOOKING):
        return False
    try:
        tree = tree_of(source)
        # An import binds what everybody means by the name.
        is_own = binds(source).isdisjoint(known - imports(tree))
        return is_own and later.isdisjoint(_defined(tree))
    except UNREADABLE:
        return False


def _defined(tree: ast.Module) -> set[str]:
    nodes = ast.walk(tree)
    defining = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in defining}
