"""``nbgrader list``, and what the JupyterLab assignment list and formgrader ask for.

``start()`` returns the dictionaries that nbgrader's server extensions expect. Both call it in the
server's event loop whenever a panel opens, so it never waits long for the portal. All it tells
comes from the portal; on disk it only looks for what was fetched.
"""

from __future__ import annotations

import os
from typing import Any

from nbgrader.exchange.abc import ExchangeList as ABCExchangeList

from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.environment import COURSE_VARIABLE
from officina_widgets.exchange.exchange import Exchange, is_fetched
from officina_widgets.exchange.fetch_feedback import feedback_folder, feedback_path
from officina_widgets.transport import HASTY
from officina_widgets.wire import CourseDetail, ExerciseOut, SubmissionOut

ALL = ("", "*")
PAGE = 100

NOT_REMOVABLE = (
    "Submissions are not removed: each has a receipt that its learner can show. Nothing was "
    "changed. To take back a released exercise, use: nbgrader list --remove NAME --course COURSE"
)
NAME_WHAT_TO_REMOVE = (
    "No assignment is named, and all of the course's would be taken from the learners. Nothing was "
    "changed. Name one: nbgrader list --remove NAME --course COURSE"
)

Listed = dict[str, Any]


class ExchangeList(Exchange, ABCExchangeList):
    """Lists released exercises, or submissions (``inbound``, ``cached``), or unreleases one."""

    patience = HASTY

    def list_files(self) -> list[Listed]:
        """The list, which is also written to the log for the command line."""
        with self.client() as client:
            if self.inbound or self.cached:
                groups = self._submitted(client)
                self.log.info("Submitted assignments:")
                for group in groups:
                    for one in group["submissions"]:
                        self.log.info("%s", _submission_line(one))
                return groups
            released = self._released(client)
        self.log.info("Released assignments:")
        for one in released:
            fetched = " (already downloaded)" if one["status"] == "fetched" else ""
            self.log.info("%s %s%s", one["course_id"], one["assignment_id"], fetched)
        return released

    def remove_files(self) -> list[Listed]:
        """Unrelease one exercise; what learners have fetched or sent stays."""
        if self.inbound or self.cached:
            self.fail(NOT_REMOVABLE)
        if self.coursedir.assignment_id in ALL:
            self.fail(NAME_WHAT_TO_REMOVE)
        with self.client() as client:
            removed = [one | {"status": "removed"} for one in self._released(client)]
            client.unrelease_exercise(self.course_id, self.exercise_id)
        self.log.info("Removing released assignments:")
        for one in removed:
            self.log.info("%s %s", one["course_id"], one["assignment_id"])
        return removed

    def _courses(self, client: PortalClient) -> list[CourseDetail]:
        if self.coursedir.course_id not in ALL or COURSE_VARIABLE in os.environ:
            return [client.course(self.course_id)]
        mine: list[str] = []
        offset, total = 0, 1
        while offset < total:
            page = client.courses(limit=PAGE, offset=offset)
            mine += [course.id for course in page.items if course.role is not None]
            offset, total = offset + PAGE, page.total
        return [client.course(course) for course in mine]

    def _is_asked_for(self, exercise_id: str) -> bool:
        return self.coursedir.assignment_id in (*ALL, exercise_id)

    def _released(self, client: PortalClient) -> list[Listed]:
        return [
            self._released_entry(client, course.course.id, exercise)
            for course in self._courses(client)
            for exercise in course.exercises
            if self._is_asked_for(exercise.id)
        ]

    def _released_entry(
        self, client: PortalClient, course_id: str, exercise: ExerciseOut
    ) -> Listed:
        folder = names.material_folder(self.home, course_id, exercise.id)
        if is_fetched(folder):
            status, path = "fetched", str(folder)
            found = sorted(file.stem for file in folder.glob("*.ipynb"))
        else:
            status, path = "released", f"{client.url}/courses/{course_id}"
            found = sorted(exercise.notebooks)
        return {
            "course_id": course_id,
            "assignment_id": exercise.id,
            "status": status,
            "path": path,
            "notebooks": [
                {"notebook_id": name, "path": str(folder / f"{name}.ipynb")} for name in found
            ],
        }

    def _submitted(self, client: PortalClient) -> list[Listed]:
        groups: dict[tuple[str, str, str], Listed] = {}
        for course in self._courses(client):
            notebooks = {exercise.id: exercise.notebooks for exercise in course.exercises}
            for submission in client.submissions(course.course.id, user=self._whose(course)):
                if not self._is_asked_for(submission.exercise_id):
                    continue
                key = (submission.course_id, submission.user, submission.exercise_id)
                group = groups.setdefault(key, _about(submission) | {"submissions": []})
                expected = notebooks.get(submission.exercise_id, ())
                group["submissions"].append(self._submission_entry(client, submission, expected))
        return [groups[key] for key in sorted(groups)]

    def _whose(self, course: CourseDetail) -> str:
        """Whose submissions: one's own; all of them for those who teach and ask for ``inbound``."""
        teaches = course.role == "trainer" or os.environ.get(COURSE_VARIABLE) == course.course.id
        if not (self.inbound and teaches):
            return "me"
        return str(self.coursedir.student_id or "*")

    def _submission_entry(
        self, client: PortalClient, submission: SubmissionOut, expected: tuple[str, ...]
    ) -> Listed:
        shown = submission.feedback or expected
        notebooks = [self._notebook_entry(submission, name) for name in sorted(shown)]
        has_local = bool(notebooks) and all(one["has_local_feedback"] for one in notebooks)
        return _about(submission) | {
            "timestamp": self.format_time(submission.received_at),
            "path": f"{client.url}/api/submissions/{submission.id}",
            "notebooks": notebooks,
            "has_local_feedback": has_local,
            "has_exchange_feedback": bool(submission.feedback),
            "feedback_updated": any(one["feedback_updated"] for one in notebooks),
            "local_feedback_path": str(feedback_folder(self, submission)) if has_local else None,
        }

    def _notebook_entry(self, submission: SubmissionOut, name: str) -> Listed:
        page = feedback_path(self, submission, name)
        is_published = name in submission.feedback
        has_local = page.is_file()
        published = submission.feedback_at.timestamp() if submission.feedback_at else 0.0
        return {
            "notebook_id": name,
            "path": str(page),
            "has_local_feedback": has_local,
            "has_exchange_feedback": is_published,
            "local_feedback_path": str(page) if has_local else None,
            # Half a second: some file systems keep times in whole seconds or less exactly.
            "feedback_updated": has_local
            and is_published
            and page.stat().st_mtime < published - 0.5,
        }


def _about(submission: SubmissionOut) -> Listed:
    return {
        "course_id": submission.course_id,
        "student_id": submission.user,
        "assignment_id": submission.exercise_id,
        "status": "submitted",
    }


def _submission_line(one: Listed) -> str:
    if one["has_local_feedback"] and not one["feedback_updated"]:
        feedback = "feedback already fetched"
    elif one["has_exchange_feedback"]:
        feedback = "feedback ready to be fetched"
    else:
        feedback = "no feedback available"
    return (
        f"{one['course_id']} {one['student_id']} {one['assignment_id']} {one['timestamp']} "
        f"({feedback})"
    )
