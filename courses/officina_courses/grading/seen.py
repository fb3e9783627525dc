"""What learners may know of how a cell ran, beside its outputs: its time and its exception.

Both could carry what hidden tests are made of. An examined test calls learners' functions with
hidden values, too; a function that sleeps as long as its argument is large, or that chooses its
exception by it, would tell that argument.
"""

from __future__ import annotations

import builtins
from typing import Any

from officina_courses.grading.engine import CellRan
from officina_courses.grading.spec import SpecCell


def seen(spec: SpecCell | None, ran: CellRan) -> dict[str, Any]:
    """What the autograded notebook keeps of it for the feedback, as a cell's metadata."""
    found: dict[str, Any] = {"seconds": seen_seconds(spec, ran)}
    if ran.difference is not None:
        found |= {"expected": ran.difference.expected, "got": ran.difference.got}
    return found


def seen_seconds(spec: SpecCell | None, ran: CellRan | None) -> float | None:
    """How long a cell took, where nothing hidden was in that time."""
    if ran is None or _met_hidden_lines(spec, ran):
        return None
    return ran.seconds


def seen_error(ran: CellRan | None) -> str:
    """The name of the exception that a cell ended with, where the learner may know it.

    An examined test tells by itself whether a hidden line failed; one that learners have is named
    in its note, too. A guarded test is shown without its hidden lines.
    """
    if ran is None or ran.status != "error" or ran.is_hidden:
        return ""
    return builtin_error(ran.error) or ""


def builtin_error(name: str | None) -> str | None:
    """An exception's name, if Python itself has one of that name.

    Learners' code may name a class as it likes; no text of its making stands in the grader's notes.
    """
    known = getattr(builtins, name or "", None)
    is_error = isinstance(known, type) and issubclass(known, BaseException)
    return name if is_error else None


def _met_hidden_lines(spec: SpecCell | None, ran: CellRan) -> bool:
    """Whether hidden lines ran with it; a guarded test runs without them where it is shown."""
    return spec is not None and spec.has_hidden_tests and ran.mode == "examined"
