"""Hints: what a trainer tells those whose test did not pass.

A hint is a comment line of the test, ``# HINT: …``. It is nbgrader's own cell, so every editor and
every tool keeps it; between BEGIN and END HIDDEN TESTS learners do not have it before. It is read
from the gradebook, so what a learner writes into a copy of the test changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Hints = Mapping[str, tuple[str, ...]]  # by the id of a cell

HINT = re.compile(r"^[ \t]*#+[ \t]*HINT:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
MOST_CHARACTERS = 1000


def hints_in(source: str) -> tuple[str, ...]:
    """The hints of a test cell, in order; empty ones are none."""
    return tuple(hint[:MOST_CHARACTERS] for hint in HINT.findall(source) if hint)


def hints_of(sources: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The hints of each cell that has some, of the sources by the cells' ids."""
    return {name: found for name, source in sources.items() if (found := hints_in(source))}
