"""A person's exercises of a course: what is done, its marks, and what comes next."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officina_widgets.checks.place import exercise_at
from officina_widgets.client import PortalClient
from officina_widgets.errors import BadName, PortalError
from officina_widgets.panels.panel import Panel
from officina_widgets.panels.progress import Progress, progress_of
from officina_widgets.panels.view_code import module_code, style

if TYPE_CHECKING:
    import pandas

WHICH_COURSE = (
    "No course was named, and this notebook lies in none that was fetched from the portal. So "
    "there is no progress to show. Name it: CourseProgress('first-steps')."
)
STATES = {
    "open": "not handed in",
    "queued": "handed in",
    "grading": "being graded",
    "graded": "graded",
    "needs_manual": "waits for the trainer",
    "ungradable": "could not be graded",
    "superseded": "replaced by a newer attempt",
}


class CourseProgress(Panel):
    """How far one is. In Python: ``done``, ``next``, ``to_frame()``."""

    _esm = module_code("progress")
    _css = style()

    def __init__(
        self, course_id: str = "", *, client: PortalClient | None = None, **traits: Any
    ) -> None:
        self.course_id = course_id or _course_here()
        self._client = client
        super().__init__(**traits)

    @property
    def progress(self) -> Progress:
        """As the portal tells it now; raises ``PortalError``."""
        if self._client is None:
            self._client = PortalClient.from_environment()
        course = self._client.course(self.course_id)
        return progress_of(course, self._client.submissions(self.course_id))

    @property
    def done(self) -> int:
        """How many exercises were handed in."""
        return self.progress.done

    @property
    def next(self) -> str | None:
        """The id of the first exercise that was not handed in."""
        step = self.progress.next
        return step.id if step else None

    def to_frame(self) -> pandas.DataFrame:
        """A row for each exercise."""
        import pandas

        steps = [step.model_dump() for step in self.progress.steps]
        columns = ["id", "title", "state", "score", "max_score", "attempts", "deadline"]
        return pandas.DataFrame(steps, columns=columns)

    def _do(self, what: str) -> dict[str, Any]:
        return {"look": lambda: self.progress.model_dump(mode="json")}[what]()

    def __repr__(self) -> str:
        return f"CourseProgress({self.course_id!r})"

    def _told(self) -> dict[str, str]:
        try:
            progress = self.progress
        except PortalError as error:
            return {"text/plain": str(error)}
        rows = [
            (step.title, STATES[step.state], _points(step.score, step.max_score))
            for step in progress.steps
        ]
        head = f"{progress.title}: {progress.done} of {len(rows)} exercises handed in"
        cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        titles = "<tr><th>Exercise</th><th>State</th><th>Points</th></tr>"
        return {
            "text/plain": "\n".join([f"{head}:", *(f"- {': '.join(row)}" for row in rows)]),
            "text/html": f"<table><caption>{escape(head)}</caption><thead>{titles}</thead>"
            f"<tbody>{body}</tbody></table>",
        }


def _points(score: float | None, most: float) -> str:
    return f"- of {most:g}" if score is None else f"{score:g} of {most:g}"


def _course_here() -> str:
    found = exercise_at(Path.cwd(), Path.home())
    if found is None:
        raise BadName(WHICH_COURSE, code="no-course")
    return found.course_id
