"""Checks of marked regions, so that no solution and no hidden test reaches a learner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.grade_cells import GradeCell
from officina_courses.model import Finding
from officina_courses.notebooks import Cell

AUTOTEST: Final = "AUTOTEST"


class Region(NamedTuple):
    """A kind of region that nbgrader takes out of the learner's version."""

    name: str
    belongs: Callable[[GradeCell], bool]
    where: str


REGIONS: Final = (
    Region("SOLUTION", lambda cell: cell.solution, "a solution cell"),
    Region("HIDDEN TESTS", lambda cell: cell.grade, "a cell of type Autograder tests"),
    Region("MARK SCHEME", lambda cell: cell.task, "a cell of type Manually graded task"),
)


def check_regions(subject: Subject) -> Iterator[Finding]:
    """Regions that are not closed, not opened, or stand where nbgrader refuses them."""
    for path, notebook in subject.notebooks():
        for cell in notebook.cells:
            for region in REGIONS:
                yield from _balance(path, cell, region)
                yield from _place(path, cell, region)
            yield from _autotests(path, cell)


def _balance(path: str, cell: Cell, region: Region) -> Iterator[Finding]:
    opened = 0
    begin, end = f"BEGIN {region.name}", f"END {region.name}"
    for number, line in enumerate(cell.source.split("\n"), 1):
        told = ""
        if begin in line:
            told = f"{begin} inside of another one" if opened else ""
            opened = number
        elif end in line:
            told = "" if opened else f"{end} without {begin}"
            opened = 0
        if told:
            what = f"Cell {cell.index}, line {number}: {told}."
            yield found("OFF038", what, path=path, cell=cell.name, line=number)
    if opened:
        what = f"Cell {cell.index}, line {opened}: {begin} without {end}."
        yield found("OFF038", what, path=path, cell=cell.name, line=opened)


def _place(path: str, cell: Cell, region: Region) -> Iterator[Finding]:
    if f"BEGIN {region.name}" not in cell.source:
        return
    if cell.grading is None or not region.belongs(cell.grading):
        what = f"Cell {cell.index} has a region {region.name} and is not {region.where}."
        yield found("OFF039", what, path=path, cell=cell.name)


def has_autotests(cell: Cell) -> bool:
    """Whether nbgrader would generate tests for this cell, for which it runs the solutions."""
    lines = (line.strip() for line in cell.source.split("\n"))
    return cell.kind == "code" and any(line.startswith("#") and AUTOTEST in line for line in lines)


def _autotests(path: str, cell: Cell) -> Iterator[Finding]:
    if has_autotests(cell):
        what = f"Cell {cell.index} asks nbgrader to generate its tests (AUTOTEST)."
        yield found("OFF040", what, path=path, cell=cell.name)
