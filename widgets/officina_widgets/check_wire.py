"""What travels about checks before handing in, as frozen models; the portal imports them too."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import AwareDatetime, Field

from officina_courses.checked import CheckResult
from officina_courses.model import Frozen

CheckState = Literal[
    "waiting",  # in the queue
    "running",  # a grader has it
    "done",  # the result is there
    "failed",  # it could not be run; ``message`` says why
    "replaced",  # a newer one took its place before it began
]
UNDER_WAY: Final = ("waiting", "running")


class CheckOut(Frozen):
    """One check of one exercise, as the learner who asked for it sees it."""

    id: str
    course_id: str
    exercise_id: str
    state: CheckState
    asked_at: AwareDatetime
    gone_at: AwareDatetime = Field(description="When nothing of it is kept any more")
    message: str = ""
    queue_position: int | None = None
    result: CheckResult | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether more will come."""
        return self.state in UNDER_WAY
