"""``officina sandbox check``: each means with a reason, and a verdict that the grader shares."""

from __future__ import annotations

import json

import pytest

from officina_courses import isolation_report, sandbox
from officina_courses.grading import GradingRefused
from officina_courses.grading.confinement import require_isolation
from officina_courses.sandbox import Isolation


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which bubblewrap cannot make one."""
    found = Isolation(kind="none", reason="bubblewrap is not installed. Install it")
    monkeypatch.setattr(sandbox, "probe", lambda: found)


@pytest.mark.sandbox
def test_where_a_sandbox_is_possible_the_verdict_is_the_graders(officina):
    answer = officina("sandbox", "check", "--json")
    assert answer.exit_code == 0
    report = json.loads(answer.stdout)
    assert report["grader"] == report["sessions"] == "sandbox"
    assert require_isolation("required")
    assert all(means["is_here"] for means in report["means"] if means["is_needed"])


@pytest.mark.usefixtures("no_sandbox")
def test_where_none_is_possible_it_says_why_and_ends_with_1(officina):
    answer = officina("sandbox", "check")
    assert answer.exit_code == 1
    assert "Submissions are not graded here.\n  bubblewrap is not installed" in answer.output
    with pytest.raises(GradingRefused):
        require_isolation("required")


@pytest.mark.usefixtures("no_sandbox")
@pytest.mark.parametrize(("uid", "verdict"), [(0, "account"), (1000, "nothing")])
def test_what_runs_without_a_sandbox_depends_on_who_grades(monkeypatch, uid, verdict):
    monkeypatch.setattr(isolation_report.os, "geteuid", lambda: uid)
    report = isolation_report.look()
    assert report.grader_if_off == report.sessions == verdict


@pytest.mark.usefixtures("no_sandbox")
def test_what_is_missing_has_a_reason_and_a_way_out(officina, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    answer = officina("sandbox", "check")
    for name in ("bubblewrap", "user namespaces", "pid namespaces", "net namespaces"):
        told = answer.output.split(f"{name}: ")[1].splitlines()
        assert told[1].strip().startswith("why:")
        assert told[2].strip().startswith("do:")
    assert "missing: bwrap, prlimit" in answer.output
