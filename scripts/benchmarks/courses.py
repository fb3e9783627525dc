"""Takes every shipped course through all gates with each profile that can run here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from officina_courses.check import format_finding
from officina_courses.gates.checking import can_run_here, check_gates
from officina_courses.gates.report import GateReport, Measured
from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "courses.md"
HEAD = """\
# Shipped courses

Every course that comes with Officina was taken through all [gates](gates.md), with each profile of
its `course.toml` that could run on the machine. `scripts/bench courses --write` does it again and
makes this page. The seconds are of one run of the trainer's solution by papermill in the sandbox,
the start of the kernel included; MiB are the most that its kernel held; grading is one submission
of that solution by the engine that grades learners.

{day}, {machine}

| course | version | gates passed | seconds for all of it |
|---|---|---|---|
"""
TABLE = """
## Notebooks

| notebook | profile | outcome | s | CPU s | MiB | tests | points | grading, s |
|---|---|---|---|---|---|---|---|---|
"""


def add(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command ``courses``."""
    courses = names.add_parser(
        "courses", help="all gates of all shipped courses, with each profile that can run here"
    )
    courses.add_argument("only", nargs="*", help="ids of courses (default: all)")
    courses.add_argument("--write", action="store_true", help="renew docs/reference/courses.md")
    courses.set_defaults(command=_courses)


def _courses(chosen: argparse.Namespace) -> int:
    from benchmarks.run import machine

    reports = list(_reports(chosen.only))
    text = page(reports, machine())
    print(text)
    for report in reports:
        for finding in report.findings:
            print(f"courses/{report.course_id}/{format_finding(finding)}")
    if chosen.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0 if all(report.is_passed for report in reports) else 1


def _reports(only: Iterable[str]) -> Iterator[GateReport]:
    for folder in shipped_courses():
        if only and folder.name not in only:
            continue
        course = load_course(folder)
        # The short profile comes first: with the first one all versions are graded.
        profiles = sorted(course.profiles, key=lambda name: name != "smoke")
        here = [name for name in profiles if can_run_here(course, name)]
        print(f"{folder.name}: {', '.join(here) or 'its own values'}", file=sys.stderr)
        yield check_gates(folder, profiles=here, progress=_tell)


def _tell(done: int, of: int, what: str) -> None:
    print(f"  {done}/{of} {what}", file=sys.stderr)


def page(reports: Iterable[GateReport], machine: str) -> str:
    """The whole page of the reference."""
    known = list(reports)
    text = HEAD.format(day=date.today().isoformat(), machine=machine)
    for report in known:
        passed = sum(gate.state == "passed" for gate in report.gates)
        closed = [gate.id for gate in report.gates if gate.state != "passed"]
        gates = f"{passed} of {len(report.gates)}" + (
            f", not {', '.join(closed)}" if closed else ""
        )
        text += f"| `{report.course_id}` | {report.version} | {gates} | {report.seconds:.0f} |\n"
    text += TABLE
    return text + "".join(_row(report, row) for report in known for row in report.measured)


def _row(report: GateReport, row: Measured) -> str:
    name = f"{report.course_id}/{row.path.split('/')[-1].removesuffix('.ipynb')}"
    cpu = f"{row.cpu_seconds:.1f}" if row.cpu_seconds is not None else "not known"
    memory = f"{row.memory_mib:.0f}" if row.memory_mib is not None else "not known"
    points = f"{row.points:g} of {row.most_points:g}" if row.points is not None else ""
    grading = f"{row.grading_seconds:.1f}" if row.grading_seconds is not None else ""
    profile = row.profile or "its own values"
    cells = (f"`{name}`", profile, row.outcome, f"{row.seconds:.1f}", cpu, memory, str(row.tests))
    return f"| {' | '.join((*cells, points, grading))} |\n"
