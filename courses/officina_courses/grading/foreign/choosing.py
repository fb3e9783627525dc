"""Who runs a notebook: the grader's own engine, or the kernel of another language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from officina_courses.grading.engine import Engine
from officina_courses.grading.examiner.given import Given, TrainerCell
from officina_courses.grading.examiner.planning import Plan
from officina_courses.grading.foreign.engine import ForeignEngine
from officina_courses.grading.foreign.languages import find_foreign, foreign_kernel
from officina_courses.grading.spec import NotebookSpec

UNKNOWN_KERNEL = (
    "The exercise asks for the kernel {kernel!a}, which this grader does not have, or whose "
    "language it does not know. So its tests cannot be run here. Ask your trainer to grade it by "
    "hand."
)
NO_PLAN = Plan({}, Given({}), is_python=False)


class Chosen(NamedTuple):
    """An engine for a notebook of another language, and a plan without any examined test."""

    engine: Engine
    plan: Plan


def unknown_kernel(asked: str, specs: Iterable[NotebookSpec]) -> str | None:
    """The first kernel that no notebook can be run by here; None where there is no such."""
    names = (foreign_kernel(asked, spec.kernelspec) for spec in specs)
    return next((name for name in names if name and find_foreign(name) is None), None)


def choose(
    asked: str, spec: NotebookSpec, trainers: Callable[[], Sequence[TrainerCell]], *, isolated: bool
) -> Chosen | None:
    """Who runs a notebook of another language; None for Python's.

    ``trainers`` gives the trainer's cells, as far as they are there.
    """
    name = foreign_kernel(asked, spec.kernelspec)
    foreign = None if name is None else find_foreign(name)
    if foreign is None:
        return None
    return Chosen(ForeignEngine(foreign, isolated=isolated, trainers=trainers()), NO_PLAN)
