"""Run one exercise before it is handed in; gradebook and course folder stay as they are."""

from __future__ import annotations

from officina_courses.checked import CheckResult
from officina_courses.grading import Engine, GradeRequest
from officina_courses.grading.checking import Scope, check_submission
from officina_courses.grading.grade import Turn
from officina_widgets.wire import Job


def check(job: Job, request: GradeRequest, *, engine: Engine, turn: Turn) -> CheckResult:
    """By all tests where the course's trainers allow that, else by those that learners see."""
    allows_all = job.course is not None and job.course.grading.checks == "all"
    scope: Scope = "all" if allows_all else "visible"
    return check_submission(request, scope=scope, engine=engine, turn=turn)
