"""``officina course check``: what must be mended before publishing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.model import CheckReport


@click.command(
    epilog=examples(
        "officina course check my-course",
        "officina course check my-course --run",
        "officina course check my-course --json",
    )
)
@COURSE_FOLDER
@click.option("--run", "runs", is_flag=True, help="Also run every notebook, in a sandbox.")
@answers
def check(*, folder: Path, runs: bool, teller: Teller) -> None:
    """Check a course FOLDER: one line for each finding; exit code 1 when there are errors.

    Tests that will be graded beside the learner's code, and not apart from it, are told with the
    reason and with how to rewrite them.
    """
    from officina_courses.check import check_course, check_tests

    report = check_course(folder).model_copy(update={"tests": check_tests(folder)})
    if runs and report.is_publishable:
        report = _run(folder, report, teller)
    teller.result(report, report_lines(report))
    if not report.is_publishable:
        sys.exit(1)


def _run(folder: Path, report: CheckReport, teller: Teller) -> CheckReport:
    """The report with what running the notebooks found added to it."""
    from officina_courses.run import run_course

    ran = run_course(folder, progress=lambda path: teller.progress(f"Running {path}"))
    return report.model_copy(update={"findings": (*report.findings, *ran.findings)})


def report_lines(report: CheckReport) -> Iterator[str]:
    """The findings as compilers write them, and what they come to."""
    from officina_courses.check import format_finding, format_test

    for finding in report.findings:
        yield format_finding(finding)
    guarded = [test for test in report.tests if test.mode == "guarded"]
    yield from map(format_test, guarded)
    if report.tests:
        yield f"{len(report.tests) - len(guarded)} tests are examined, {len(guarded)} are guarded"
    errors = sum(finding.severity == "error" for finding in report.findings)
    warnings = len(report.findings) - errors
    verdict = "cannot be published yet" if errors else "can be published"
    yield f"{report.course_id} {verdict}: {errors} errors, {warnings} warnings"
