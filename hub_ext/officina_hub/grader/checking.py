"""Run one exercise before it is handed in; gradebook and course folder stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from officina_courses.checked import CheckResult
from officina_courses.grading import Engine
from officina_courses.grading.checking import Scope, check_submission
from officina_hub.factory.limits import PackageLimits
from officina_hub.factory.sessions import Grading
from officina_hub.grader.grading import requested
from officina_widgets.client import PortalClient
from officina_widgets.wire import Job


def check(
    job: Job,
    *,
    client: PortalClient,
    courses_dir: Path,
    rules: Grading,
    limits: PackageLimits,
    engine: Engine | None = None,
    turn: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> CheckResult:
    """By all tests where the course's trainers allow that, else by those that learners see."""
    allows_all = job.course is not None and job.course.grading.checks == "all"
    scope: Scope = "all" if allows_all else "visible"
    with requested(
        job, client=client, courses_dir=courses_dir, rules=rules, limits=limits
    ) as request:
        return check_submission(request, scope=scope, engine=engine, turn=turn)
