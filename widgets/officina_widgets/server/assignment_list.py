"""nbgrader's assignment list with our sentences in place of its tracebacks.

For nbgrader 0.9.6: its manager answers a failed call with the traceback, or with advice about a
shared folder that does not exist here, and the JupyterLab panel shows that text to the learner.
Delete this when its answers carry the message of the ``ExchangeError`` alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

LIST_MANAGER = "assignment_list_manager"
MARK = "ExchangeError: "

NOT_LISTED = (
    "The exercises could not be listed, because the learning portal did not answer or refused. "
    "Your files are untouched. Press the refresh button in a minute; if it stays so, tell your "
    "support."
)
NOT_DONE = (
    "This did not work, for a reason that stands in the log of your server. Your files are "
    "untouched. Try again; if it stays so, tell your support."
)

Answer = dict[str, Any]


def speak_plainly(settings: dict[str, Any]) -> None:
    """Let the manager that nbgrader has put into a server's settings answer with our sentences."""
    if LIST_MANAGER in settings:
        settings[LIST_MANAGER] = PlainAssignmentList(settings[LIST_MANAGER])


class PlainAssignmentList:
    """Passes every call on to nbgrader's manager and mends the answers that tell of a failure."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def list_assignments(self, course_id: str | None = None) -> Answer:
        """Released and submitted exercises."""
        return _plain(self._manager.list_assignments(course_id=course_id), NOT_LISTED)

    def list_courses(self) -> Answer:
        """The courses that have exercises: the panel shows the first, so the latest worked upon."""
        answer = _plain(self._manager.list_courses(), NOT_LISTED)
        if not answer["success"]:
            return answer
        home = Path(self._manager.root_dir)
        latest = sorted(answer["value"], key=lambda course: _last_saved(home, course), reverse=True)
        return answer | {"value": latest}

    def fetch_assignment(self, course_id: str, assignment_id: str) -> Answer:
        """Fetch an exercise."""
        return _plain(self._manager.fetch_assignment(course_id, assignment_id), NOT_DONE)

    def fetch_feedback(self, course_id: str, assignment_id: str) -> Answer:
        """Fetch the feedback on an exercise."""
        return _plain(self._manager.fetch_feedback(course_id, assignment_id), NOT_DONE)

    def submit_assignment(self, course_id: str, assignment_id: str) -> Answer:
        """Submit an exercise."""
        return _plain(self._manager.submit_assignment(course_id, assignment_id), NOT_DONE)


def _last_saved(home: Path, course: str) -> float:
    """When a notebook of a course was saved last; 0 where none was fetched."""
    notebooks = (home / course).glob("*/*.ipynb")
    return max((notebook.lstat().st_mtime for notebook in notebooks), default=0.0)


def _plain(answer: Answer, otherwise: str) -> Answer:
    if answer["success"]:
        return answer
    _, mark, sentence = str(answer["value"]).rpartition(MARK)
    return answer | {"value": sentence.strip() if mark else otherwise}
