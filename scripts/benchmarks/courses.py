"""Takes every shipped course through all gates with each profile that can run here."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from officina_courses.check import format_finding
from officina_courses.environments.folder import FOLDER_VARIABLE, EnvironmentsFolder
from officina_courses.gates.checking import can_run_here, check_gates
from officina_courses.gates.report import GateReport, Measured
from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "courses.md"
HEAD = """\
# Shipped courses

Every course that comes with Officina was taken through all [gates](gates.md), with each profile of
its `course.toml` that could run on the machine. `scripts/bench courses --write` does it again and
makes this page; with ids of courses it renews their rows; without their Pythons it refuses. The
seconds are of one run of the trainer's solution by papermill in the sandbox, the start of the
kernel included; MiB are the most that its kernel held; grading is one submission of that solution
by the engine that grades learners. Load is how many processes ran or waited, on the average of the
minute before the course was begun. Where it is near the number of cores or above, other work ran
beside, and seconds are longer than on a machine of one's own; CPU seconds hardly are.

{machine}

| course | version | gates passed | seconds for all of it | load | measured |
|---|---|---|---|---|---|
"""
TABLE = """
## Notebooks

| notebook | profile | outcome | s | CPU s | MiB | tests | points | grading, s |
|---|---|---|---|---|---|---|---|---|
"""
ROW = re.compile(r"\| `([a-z0-9-]+)(/[^`]*)?` \|.*")


class Checked(NamedTuple):
    """A course's gates, and how busy the machine was before."""

    report: GateReport
    load: float


class Rows(NamedTuple):
    """What the page says of one course."""

    course: str
    notebooks: tuple[str, ...]


def add(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command ``courses``."""
    courses = names.add_parser(
        "courses", help="all gates of all shipped courses, with each profile that can run here"
    )
    courses.add_argument("only", nargs="*", help="ids of courses (default: all)")
    courses.add_argument(
        "--write",
        action="store_true",
        help="renew docs/reference/courses.md; of some courses their rows; only with their Pythons",
    )
    courses.set_defaults(command=_courses)


def _courses(chosen: argparse.Namespace) -> int:
    from benchmarks.run import machine

    here = machine()
    text = PAGE.read_text(encoding="utf-8")
    if chosen.write and chosen.only and here not in text:
        print(f"The page has figures of another machine than {here}: measure all.", file=sys.stderr)
        return 2
    if chosen.write and (refusal := not_built(_folders(chosen.only), EnvironmentsFolder())):
        print(refusal, file=sys.stderr)
        return 2
    checked = list(_checked(chosen.only))
    measured = {each.report.course_id: rows(each) for each in checked}
    kept = rows_of(text) if chosen.only else {}
    renewed = page({**kept, **measured}, here)
    print(renewed if not chosen.only else page(measured, here))
    for report, _ in checked:
        for finding in report.findings:
            print(f"courses/{report.course_id}/{format_finding(finding)}")
    if chosen.write:
        PAGE.write_text(renewed, encoding="utf-8")
    return 0 if all(each.report.is_passed for each in checked) else 1


def _folders(only: Collection[str]) -> tuple[Path, ...]:
    return tuple(folder for folder in shipped_courses() if not only or folder.name in only)


def not_built(folders: Iterable[Path], here: EnvironmentsFolder) -> str:
    """Why the figures of these courses cannot be taken; nothing where all have their Python."""
    lacking = [folder for folder in folders if here.is_missing_for(load_course(folder))]
    if not lacking:
        return ""
    named = " ".join(f"courses/{folder.name}" for folder in lacking)
    return (
        f"Nothing was measured or written: {here.root} has no Python, or too old a one, for "
        f"{', '.join(folder.name for folder in lacking)}. Their notebooks would not run, and the "
        "page would lose their figures and say that gates are not passed. Build what is missing "
        f"with officina course environment build {named}, name another folder in "
        f"{FOLDER_VARIABLE}, or give the ids of other courses."
    )


def _checked(only: Collection[str]) -> Iterator[Checked]:
    for folder in _folders(only):
        course = load_course(folder)
        # The short profile comes first: with the first one all versions are graded.
        profiles = sorted(course.profiles, key=lambda name: name != "smoke")
        here = [name for name in profiles if can_run_here(course, name)]
        print(f"{folder.name}: {', '.join(here) or 'its own values'}", file=sys.stderr)
        load = os.getloadavg()[0]
        yield Checked(check_gates(folder, profiles=here, progress=_tell), load)


def _tell(done: int, of: int, what: str) -> None:
    print(f"  {done}/{of} {what}", file=sys.stderr)


def page(known: Mapping[str, Rows], machine: str) -> str:
    """The whole page of the reference."""
    order = [folder.name for folder in shipped_courses() if folder.name in known]
    courses = "".join(f"{known[name].course}\n" for name in order)
    notebooks = "".join(f"{row}\n" for name in order for row in known[name].notebooks)
    return HEAD.format(machine=machine) + courses + TABLE + notebooks


def rows_of(text: str) -> dict[str, Rows]:
    """What a page says already, by course."""
    courses: dict[str, str] = {}
    notebooks: dict[str, list[str]] = {}
    for match in filter(None, map(ROW.fullmatch, text.splitlines())):
        name, notebook = match.groups()
        if notebook:
            notebooks.setdefault(name, []).append(match.group())
        else:
            courses[name] = match.group()
    return {name: Rows(row, tuple(notebooks.get(name, ()))) for name, row in courses.items()}


def rows(checked: Checked) -> Rows:
    """The rows of one course."""
    report, load = checked
    passed = sum(gate.state == "passed" for gate in report.gates)
    closed = [gate.id for gate in report.gates if gate.state != "passed"]
    gates = f"{passed} of {len(report.gates)}" + (f", not {', '.join(closed)}" if closed else "")
    day = report.checked_at.date().isoformat()
    cells = (f"`{report.course_id}`", report.version, gates, f"{report.seconds:.0f}")
    course = f"| {' | '.join((*cells, f'{load:.1f}', day))} |"
    return Rows(course, tuple(_row(report, row) for row in report.measured))


def _row(report: GateReport, row: Measured) -> str:
    name = f"{report.course_id}/{row.path.split('/')[-1].removesuffix('.ipynb')}"
    cpu = f"{row.cpu_seconds:.1f}" if row.cpu_seconds is not None else "not known"
    memory = f"{row.memory_mib:.0f}" if row.memory_mib is not None else "not known"
    points = f"{row.points:g} of {row.most_points:g}" if row.points is not None else ""
    grading = f"{row.grading_seconds:.1f}" if row.grading_seconds is not None else ""
    profile = row.profile or "its own values"
    cells = (f"`{name}`", profile, row.outcome, f"{row.seconds:.1f}", cpu, memory, str(row.tests))
    return f"| {' | '.join((*cells, points, grading))} |"
