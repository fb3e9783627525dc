"""Every shipped course, read as ``officina course check --gates`` reads it, and none of it run.

``test_every_gate`` runs and grades them with the small profile, ``scripts/bench courses`` with all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_courses.check import CHECKS, GATE_CHECKS, format_finding
from officina_courses.checks.places import placed
from officina_courses.checks.subject import read_subject
from officina_courses.gates.report import results
from officina_courses.shipped import shipped_courses


@pytest.mark.parametrize("folder", shipped_courses(), ids=lambda folder: folder.name)
def test_a_shipped_course_is_closed_by_no_gate_that_reading_answers(folder: Path) -> None:
    subject = read_subject(folder)
    findings = [finding for check in (*CHECKS, *GATE_CHECKS) for finding in check(subject)]
    closed = [gate for gate in results(placed(folder, findings)) if gate.state == "failed"]
    assert not [format_finding(finding) for gate in closed for finding in gate.findings]
