"""``officina sandbox check``: what this machine can isolate, and what the grader makes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.isolation_report import IsolationReport, Means

GRADER = {
    "sandbox": "Submissions are graded in a sandbox.",
    "refuses": "Submissions are not graded here.",
}
IF_OFF = {
    "account": "With [grading] isolation = 'off' they would run as an account of their own.",
    "nothing": "With [grading] isolation = 'off' they would run with all rights of this account.",
}
SESSIONS = {
    "sandbox": "Each session on this machine has a sandbox of its own.",
    "account": "Sessions on this machine run without a sandbox, as an account for each person.",
    "nothing": "Sessions on this machine can read and change each other's files.",
}


@click.command(
    epilog=examples(
        "officina sandbox check                      as the account that grades",
        "sudo -u officina officina sandbox check     for another account",
        "officina sandbox check --json               for programs",
    )
)
@answers
def check(*, teller: Teller) -> None:
    """Try what keeps submissions and sessions apart on this machine; nothing is changed.

    Each line says what is here, why it matters, and what to do where it is missing. Run it as the
    account that grades: what is allowed depends on who asks. The exit code is 1 where no sandbox
    can be made, so that submissions are not graded.
    """
    from officina_courses.isolation_report import look

    report = look()
    teller.result(report, report_lines(report))
    if report.grader == "refuses":
        sys.exit(1)


def report_lines(report: IsolationReport) -> Iterator[str]:
    """The report for people."""
    for means in report.means:
        yield from _means_lines(means)
    yield ""
    yield GRADER[report.grader]
    if report.reason:
        yield f"  {report.reason}"
        yield f"  {IF_OFF[report.grader_if_off]}"
    yield SESSIONS[report.sessions]


def _means_lines(means: Means) -> Iterator[str]:
    word = "yes" if means.is_here else "NO" if means.is_needed else "no"
    yield f"{word:4}{means.name}: {means.found}"
    yield f"      why: {means.why}"
    if means.todo:
        yield f"      do:  {means.todo}"
