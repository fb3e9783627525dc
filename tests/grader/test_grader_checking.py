"""A check in the grader's hands: what is fetched, by which tests it is run, and who takes it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

import pytest
from portal_house import course, tar_of

from officina_courses.checked import CheckResult
from officina_courses.grading import GradeRequest
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_hub.factory.limits import PackageLimits, package_limits
from officina_hub.factory.sessions import Grading
from officina_hub.grader import checking
from officina_hub.grader.grading import requested
from officina_hub.grader.overtime import longest_seconds
from officina_widgets.wire import Job

RULES = Grading()


class TarPortal:
    """A client that has the package of one check."""

    @contextmanager
    def check_tar(self, check_id: str) -> Iterator[IO[bytes]]:
        assert check_id == "c1"
        yield io.BytesIO(tar_of({"leaf.ipynb": b"mine"}))


def job(**grading: str) -> Job:
    return Job(
        id=7,
        kind="check",
        lease="secret",
        lease_seconds=60,
        tries=1,
        course_id="tea",
        exercise_id="leaf",
        check_id="c1",
        user="ada",
        course=course(grading=grading),
    )


@pytest.fixture
def limits() -> PackageLimits:
    from officina_hub.factory import Factory

    return package_limits(Factory().portal)


@pytest.mark.parametrize(
    ("grading", "scope"),
    [({}, "visible"), ({"checks": "visible"}, "visible"), ({"checks": "all"}, "all")],
)
def test_hidden_tests_run_only_where_the_course_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limits: PackageLimits,
    grading: dict[str, str],
    scope: str,
) -> None:
    seen: dict[str, Any] = {}

    def look(request: GradeRequest, **options: Any) -> CheckResult:
        seen.update(options, request=request)
        seen["files"] = {p.name: p.read_bytes() for p in request.submission_dir.iterdir()}
        return CheckResult()

    monkeypatch.setattr(checking, "check_submission", look)
    given = job(**grading)
    with requested(
        given,
        client=TarPortal(),
        courses_dir=tmp_path,
        environments=tmp_path / "environments",
        rules=RULES,
        limits=limits,
    ) as request:
        answer = checking.check(
            given, request, engine=SandboxedEngine(isolated=True), turn=nullcontext
        )
    assert answer == CheckResult()
    assert seen["scope"] == scope
    assert seen["files"] == {"leaf.ipynb": b"mine"}
    assert (seen["request"].exercise_id, seen["request"].student_id) == ("leaf", "ada")
    assert not seen["request"].submission_dir.exists()


def test_a_check_may_take_as_long_as_grading() -> None:
    grade = job().model_copy(update={"kind": "grade"})
    assert longest_seconds(job(), RULES) == longest_seconds(grade, RULES)
