"""Tests that only miss what their answer was to give, while nobody has answered yet.

Where a value is asked for and not a function, the answer itself ends at its placeholder, and the
test below it finds no such name. Python calls that a ``NameError``; for a learner it is one thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

MISSED: Final = re.compile(r"name '(\w+)' is not defined")
PLACEHOLDER: Final = "NotImplementedError"


def unanswered_tests(rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The places of such tests among the cells of a notebook that ran, each with its answer's.

    A name that does not stand in the test itself is missed elsewhere, as in an earlier answer.
    """
    found = {}
    answer = None
    for place, row in enumerate(rows):
        if row["cell_type"] != "code":
            continue
        known = row["metadata"].get("nbgrader", {})
        if known.get("solution"):
            answer = place if _error(row).get("ename") == PLACEHOLDER else None
        elif known.get("grade") and answer is not None and _missed(row):
            found[place] = answer
    return found


def _missed(row: dict[str, Any]) -> bool:
    error = _error(row)
    name = MISSED.search(str(error.get("evalue", "")))
    if error.get("ename") != "NameError" or name is None:
        return False
    return re.search(rf"\b{name[1]}\b", "".join(row["source"])) is not None


def _error(row: dict[str, Any]) -> dict[str, Any]:
    errors = (output for output in row["outputs"] if output["output_type"] == "error")
    return next(errors, {})
