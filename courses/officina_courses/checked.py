"""What a check before handing in found out: for the learner alone, without points.

The grading engine makes these, the portal keeps them for an hour, and the notebook side shows them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from officina_courses.marks import TaskName
from officina_courses.model import Frozen

Verdict = Literal[
    "passed",
    "partly",  # a test that ended in some of its points
    "failed",
    "not_reached",  # the notebook ended before, or could not be read
    "hidden",  # all of the test is hidden, and hidden tests were not run
    "unsure",  # the grader could not believe it, as it could not if it were handed in
    "unanswered",  # an answer that a person marks still is as it was handed out
    "by_hand",  # a person marks it
]

MOST_WORDS = 4000


class CheckedTask(Frozen):
    """One cell that has points."""

    grade_id: str = Field(max_length=1000)
    task: TaskName | None = None
    verdict: Verdict
    has_hidden: bool = Field(default=False, description="Whether hidden tests of it were not run")
    note: str = Field(default="", max_length=MOST_WORDS)
    expected: str | None = Field(default=None, max_length=MOST_WORDS)
    got: str | None = Field(default=None, max_length=MOST_WORDS)
    hints: tuple[str, ...] = Field(default=(), max_length=1000)


class CheckedCell(Frozen):
    """One code cell that was run; ``number`` is its place in the notebook as it was run."""

    number: int
    grade_id: str = Field(default="", max_length=1000)
    seconds: float | None = None
    error: str = Field(default="", max_length=1000, description="As Python says it")
    plain: str = Field(default="", max_length=1000, description="The same in plain words")


class CheckedNotebook(Frozen):
    """One notebook of the exercise."""

    name: str
    state: Literal[
        "graded", "missing", "broken", "empty", "too_large", "timeout", "crashed", "tampered"
    ]
    message: str = ""
    notes: tuple[str, ...] = Field(default=(), max_length=5000)
    tasks: tuple[CheckedTask, ...] = Field(default=(), max_length=10_000)
    cells: tuple[CheckedCell, ...] = Field(default=(), max_length=10_000)


class CheckResult(Frozen):
    """What came of one check; ``message`` says why nothing could be run, where so."""

    message: str = Field(default="", max_length=MOST_WORDS)
    notebooks: tuple[CheckedNotebook, ...] = Field(default=(), max_length=1000)
