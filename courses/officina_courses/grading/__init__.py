"""The grading engine: from a submitted folder to marks, gradebook rows and feedback pages.

Words used in this room: a *locked* cell is one that nbgrader restores from the trainer's version;
a *test cell* is a locked code cell with points; a *pass* is one run of a notebook's cells in a
sandbox of its own; a *twin* of a test cell is its text with one condition changed, so that it
should fail.

The names below are loaded when first used: the runner, which may start anew inside the sandbox for
every pass, lives in this package and must not pay for nbgrader and nbconvert.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from officina_courses.grading.engine import Engine
    from officina_courses.grading.engines import best_engine
    from officina_courses.grading.errors import (
        GradebookDamaged,
        GradingError,
        GradingRefused,
        NotPrepared,
        SandboxFailed,
    )
    from officina_courses.grading.grade import grade_submission
    from officina_courses.grading.publish import republish
    from officina_courses.grading.request import GradeOutcome, GradeRequest, Limits, Showing

__all__ = [
    "Engine",
    "GradeOutcome",
    "GradeRequest",
    "GradebookDamaged",
    "GradingError",
    "GradingRefused",
    "Limits",
    "NotPrepared",
    "SandboxFailed",
    "Showing",
    "best_engine",
    "grade_submission",
    "republish",
]

_HOMES = {
    "Engine": "engine",
    "GradeOutcome": "request",
    "GradeRequest": "request",
    "GradebookDamaged": "errors",
    "GradingError": "errors",
    "GradingRefused": "errors",
    "Limits": "request",
    "NotPrepared": "errors",
    "SandboxFailed": "errors",
    "Showing": "request",
    "best_engine": "engines",
    "grade_submission": "grade",
    "republish": "publish",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
