"""``officina course check``: what must be mended before publishing, and before sharing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.gates.report import GateReport
    from officina_courses.model import CheckReport

WRITTEN = click.Path(dir_okay=False, path_type=Path)


@click.command(
    epilog=examples(
        "officina course check my-course",
        "officina course check my-course --run",
        "officina course check my-course --gates",
        "officina course check my-course --gates --profile smoke --profile cpu",
        "officina course check my-course --gates --outputs",
        "officina course check my-course --gates --junit gates.xml --report gates.html",
        "officina course check my-course --json",
    )
)
@COURSE_FOLDER
@click.option("--run", "runs", is_flag=True, help="Also run every notebook, in a sandbox.")
@click.option(
    "--gates", "by_gates", is_flag=True, help="Take the course through all gates, as for sharing."
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    help="With --gates: a profile to run with; may be repeated. Else smoke, where there is one.",
)
@click.option("--junit", type=WRITTEN, help="With --gates: write JUnit XML there.")
@click.option("--report", "page", type=WRITTEN, help="With --gates: write a page there.")
@click.option(
    "--outputs",
    "keeps_outputs",
    is_flag=True,
    help="With --gates: write outputs.json, by which others see what shows something else there.",
)
@answers
def check(
    *,
    folder: Path,
    runs: bool,
    by_gates: bool,
    profiles: tuple[str, ...],
    junit: Path | None,
    page: Path | None,
    keeps_outputs: bool,
    teller: Teller,
) -> None:
    """Check a course FOLDER: one line for each finding; exit code 1 when there are errors.

    Tests that will be graded beside the learner's code, and not apart from it, are told with the
    reason and with how to rewrite them.

    With --gates the trainer's solution, the learners' untouched version and the wrong answers that
    the course keeps are graded as learners' work is, and time, memory, data, packages, links and
    texts are looked at. The exit code is 1 where a gate is closed.
    """
    if by_gates:
        gated = _gates(folder, profiles, junit, page, teller)
        if keeps_outputs:
            _keep_outputs(folder, gated, teller)
        teller.result(gated, gate_lines(gated))
        if not gated.is_passed:
            sys.exit(1)
        return
    further = {
        "--profile": profiles,
        "--junit": junit,
        "--report": page,
        "--outputs": keeps_outputs,
    }
    for name, given in further.items():
        if given:
            raise click.UsageError(f"{name} needs --gates.")
    from officina_courses.check import check_course, check_tests

    report = check_course(folder).model_copy(update={"tests": check_tests(folder)})
    if runs and report.is_publishable:
        report = _run(folder, report, teller)
    teller.result(report, report_lines(report))
    if not report.is_publishable:
        sys.exit(1)


def _gates(
    folder: Path, profiles: tuple[str, ...], junit: Path | None, page: Path | None, teller: Teller
) -> GateReport:
    from officina_courses.gates.checking import check_gates
    from officina_courses.gates.junit import junit as as_junit
    from officina_courses.gates.page import page as as_page

    with teller.steps("Checking") as told:
        report = check_gates(folder, profiles=profiles, progress=told)
    if junit is not None:
        junit.write_bytes(as_junit(report))
    if page is not None:
        page.write_text(as_page(report), encoding="utf-8")
    return report


def _keep_outputs(folder: Path, report: GateReport, teller: Teller) -> None:
    from officina_courses.gates.outputs_made import make_outputs

    if not report.is_passed:
        teller.progress("No outputs.json was written: it is of courses that pass all gates.")
        return
    teller.progress("Running each notebook once more, to see which cells show the same elsewhere")
    kept = make_outputs(folder, report)
    for cell in kept.left_out:
        teller.progress(f"Left out, as it shows something else elsewhere: {cell}")
    teller.progress(f"Written to {kept.file}")


def _run(folder: Path, report: CheckReport, teller: Teller) -> CheckReport:
    """The report with what running the notebooks found added to it."""
    from officina_courses.run import run_course

    ran = run_course(folder, progress=lambda path: teller.progress(f"Running {path}"))
    return report.model_copy(update={"findings": (*report.findings, *ran.findings)})


def report_lines(report: CheckReport) -> Iterator[str]:
    """The findings as compilers write them, and what they come to."""
    from officina_courses.check import format_finding, format_test
    from officina_courses.checks.translations import format_translation

    for finding in report.findings:
        yield format_finding(finding)
    guarded = [test for test in report.tests if test.mode == "guarded"]
    yield from map(format_test, guarded)
    if report.tests:
        examined = len(report.tests) - len(guarded)
        can = f"{counted(examined, 'test')} can be examined"
        yield f"as written, {can}; guarded: {len(guarded)}"
        if examined:
            yield "Where the solution does not pass a test so, it is guarded, too: --gates tries it"
    yield from map(format_translation, report.translations)
    errors = sum(finding.severity == "error" for finding in report.findings)
    warnings = len(report.findings) - errors
    verdict = "cannot be published yet" if errors else "can be published"
    count = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    yield f"{report.course_id} {verdict}: {count}"


def gate_lines(report: GateReport) -> Iterator[str]:
    """The findings, what each notebook took, and each gate's state."""
    from officina_courses.check import format_finding

    for finding in report.findings:
        yield format_finding(finding)
    for row in report.measured:
        memory = f"{row.memory_mib:.0f} MiB" if row.memory_mib is not None else "memory not known"
        cpu = f"{row.cpu_seconds:.1f} s CPU" if row.cpu_seconds is not None else "CPU not known"
        points = f"{row.points:g} of {row.most_points:g} points" if row.points is not None else ""
        profile = f" ({row.profile})" if row.profile else ""
        time = f"{row.seconds:.1f} s"
        if row.quiet_seconds is not None and row.seconds - row.quiet_seconds >= 1:
            time += f" ({row.quiet_seconds:.1f} s on a quiet machine)"
        yield f"{row.path}{profile}: {row.outcome}, {time}, {cpu}, {memory}, {points}"
        if row.tests:
            names = f": {', '.join(row.guarded)}" if row.guarded else ""
            examined = row.tests - len(row.guarded)
            yield f"  {counted(examined, 'test')} ran examined, {len(row.guarded)} guarded{names}"
    for gate in report.gates:
        yield f"{gate.id:4}{gate.state:8}{gate.question}"
    yield from dict.fromkeys(gate.note for gate in report.gates if gate.note)
    passed = sum(gate.state == "passed" for gate in report.gates)
    yield f"{report.course_id}: {passed} of {len(report.gates)} gates passed in {report.seconds} s"
