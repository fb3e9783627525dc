"""Check a course folder without running anything of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from officina_courses.checks.accessible import check_accessible
from officina_courses.checks.built import check_built
from officina_courses.checks.data_files import check_data_files
from officina_courses.checks.description import check_description
from officina_courses.checks.dice import check_dice, check_points
from officina_courses.checks.environment import check_environment
from officina_courses.checks.files import check_files
from officina_courses.checks.grading import check_grading
from officina_courses.checks.hints import check_hints
from officina_courses.checks.how_tested import how_tested
from officina_courses.checks.ids import check_ids
from officina_courses.checks.leaks import check_leaks
from officina_courses.checks.linking import check_links
from officina_courses.checks.notebook_state import check_notebook_state
from officina_courses.checks.outputs import check_outputs
from officina_courses.checks.packages import check_packages
from officina_courses.checks.parameters_cell import check_parameters_cell
from officina_courses.checks.places import placed
from officina_courses.checks.profiles import check_profiles
from officina_courses.checks.reading import check_reading
from officina_courses.checks.regions import check_regions
from officina_courses.checks.subject import Subject, read_subject
from officina_courses.checks.syntax import check_syntax
from officina_courses.checks.teaching import check_teaching
from officina_courses.checks.translations import (
    check_overlays,
    check_translations,
    translation_states,
)
from officina_courses.checks.wrong_answers import check_wrong_answers
from officina_courses.model import CheckReport, Finding, HowTested

CHECKS: Final[tuple[Callable[[Subject], Iterator[Finding]], ...]] = (
    check_description,
    check_environment,
    check_files,
    check_notebook_state,
    check_built,
    check_grading,
    check_ids,
    check_regions,
    check_syntax,
    check_parameters_cell,
    check_leaks,
    check_hints,
    check_reading,
    check_translations,
)
# Asked of courses that are shared: officina course check --gates.
GATE_CHECKS: Final[tuple[Callable[[Subject], Iterator[Finding]], ...]] = (
    check_accessible,
    check_data_files,
    check_dice,
    check_links,
    check_outputs,
    check_overlays,
    check_packages,
    check_points,
    check_profiles,
    check_teaching,
    check_wrong_answers,
)


def check_course(folder: Path) -> CheckReport:
    """Everything there is to say about the folder, errors first; it raises for none of it."""
    subject = read_subject(folder)
    findings = list(placed(folder, (each for check in CHECKS for each in check(subject))))
    return CheckReport(
        course_id=subject.course.id if subject.course else folder.resolve().name,
        findings=tuple(sorted(findings, key=lambda finding: finding.severity != "error")),
        translations=tuple(translation_states(subject)),
        checked_at=datetime.now(UTC),
    )


def check_tests(folder: Path) -> tuple[HowTested, ...]:
    """How each test cell will be run when submissions are graded, as its text decides it."""
    return tuple(how_tested(read_subject(folder)))


def format_test(test: HowTested) -> str:
    """One line for a guarded test: why it is, and how to write it so that it can be examined."""
    return f"{test.path}:{test.cell}: {test.mode}: {test.reason}. {test.rewrite}"


def format_finding(finding: Finding) -> str:
    """One line, as compilers print them: place, severity, code, message."""
    parts: tuple[object, ...] = (finding.path, finding.cell, finding.line)
    if finding.path.endswith((".py", ".toml", ".lock")):  # editors jump to path:line
        parts = (finding.path, finding.line, finding.cell)
    place = ":".join(str(part) for part in parts if part not in {"", None})
    return f"{place or 'course'}: {finding.severity} {finding.code}: {finding.message}"
