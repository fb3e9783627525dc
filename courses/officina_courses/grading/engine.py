"""The small interface between grading and whatever runs the cells.

Two engines can stand behind it: one that starts a fresh sandbox for every pass, and one that forks
a warm process. Neither knows marks, gradebooks or hidden tests; both get cells and give back what
happened to each.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from officina_courses.grading.examiner.differing import Difference
from officina_courses.grading.examiner.given import Given
from officina_courses.grading.literals import Telling
from officina_courses.grading.request import Limits
from officina_courses.pythons import Python

Purpose = Literal["show", "mark", "examine"]
Mode = Literal["examined", "guarded"]
End = Literal["finished", "crashed", "timeout", "tampered"]
Trust = Literal["sound", "unjudged", "tampered"]


class CellToRun(NamedTuple):
    """One code cell, in the order in which it must run.

    ``known`` is as much of a test as learners have: its twins are best made of the rest. A test of
    the mode ``examined`` runs in the examiner's process, whole, where the pass has one; where a
    cell after it needs what it binds (``is_needed``), its known part runs in the learner's too.
    ``forgets`` are the names that learner's cells bound since the examined test before it.
    ``telling`` are the literals of a guarded test with values at which it is to fail.
    """

    key: str
    source: str
    is_test: bool = False
    known: str = ""
    mode: Mode = "guarded"
    is_needed: bool = False
    forgets: tuple[str, ...] = ()
    telling: tuple[Telling, ...] = ()


class CellRan(NamedTuple):
    """What happened to one cell; ``trust`` says whether a test that passed can be believed.

    ``mode`` is how a test really ran, which is guarded for one that could not be examined;
    ``is_hidden`` says that it ended at a line that learners do not have. ``difference`` is of two
    values that an examined test compared before any hidden line ran. ``busy_seconds`` are of a
    processor, as the learner's process says; where nobody said, 0. ``telling`` are the literals of
    those that were asked about at which each change failed by an assertion.
    """

    key: str
    status: Literal["ok", "error", "timeout"]
    error: str | None = None
    value: str | None = None
    seconds: float = 0.0
    outputs: tuple[Mapping[str, Any], ...] = ()
    trust: Trust | None = None
    mode: Mode | None = None
    is_hidden: bool = False
    difference: Difference | None = None
    busy_seconds: float = 0.0
    telling: tuple[Telling, ...] = ()


class Pass(NamedTuple):
    """One run through a notebook's cells in a fresh process.

    ``show`` brings outputs back; a pass for ``mark`` returns none at all, so that nothing a hidden
    test says can come out. ``examine`` brings outputs back and has an examiner beside the learner's
    process; ``given`` is what it knows of the trainer's cells. ``tried`` are the tests that passed
    before, with the seconds they took, and are now tried beside their twins. Where
    nobody looks at plots and tables, ``is_plain`` leaves of what is shown the text alone.
    ``unwatched`` are tests of which it is not asked whether what they compare with was exchanged.
    ``alone`` are guarded tests whose own names the learner's functions need not see.
    ``asked`` are, of guarded tests of the trainer's own notebook, literals with other values: which
    of them let the test fail is asked of copies before it runs.
    ``python`` is the one that runs them where it is not the grader's own.
    """

    cells: tuple[CellToRun, ...]
    files: Path
    limits: Limits
    purpose: Purpose
    tried: Mapping[str, float] = MappingProxyType({})
    given: Given = Given({})
    is_plain: bool = False
    unwatched: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    asked: Mapping[str, tuple[Telling, ...]] = MappingProxyType({})
    python: Python | None = None


class PassRan(NamedTuple):
    """What a pass found out: the cells that answered, in order, and how it ended."""

    cells: tuple[CellRan, ...]
    end: End
    detail: str = ""

    def by_key(self) -> dict[str, CellRan]:
        """The cells that answered."""
        return {cell.key: cell for cell in self.cells}


class Engine(Protocol):
    """Runs passes. Must never raise for anything that learners' code does."""

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened.

        Called by ``grade_submission`` from the worker's thread, up to three times per notebook.
        Raises ``SandboxFailed`` when no process could be started for the cells.
        """
        ...
