"""``/operate``: how the queue stands, for the people who run the factory."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.saying import say
from officina_hub.data_folder import DataFolder
from officina_hub.graders.state import GRADERS, PROVERS, GradersState, read_state
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Forbidden
from officina_hub.portal.pages.base import PageHandler
from officina_hub.scopes import OPERATE

NOT_AN_OPERATOR = say(
    "You are not an operator of this factory, so the state of the portal is closed to you. The "
    "Hub's group 'operators' names them."
)


class Graders(NamedTuple):
    """What the keeper of graders in Slurm said last, and whether it says nothing any more."""

    state: GradersState
    is_stale: bool


class Counts(NamedTuple):
    """What the portal holds and what waits in it."""

    waiting: int
    running: int
    failed: int
    submissions: int
    courses: int


def counts(session: Session) -> Counts:
    """Count it now."""
    rows = session.execute(select(t.Job.state, func.count()).group_by(t.Job.state))
    jobs = {row[0]: row[1] for row in rows}
    submissions = select(func.count()).select_from(t.Submission)
    courses = select(func.count()).select_from(t.Publication)
    return Counts(
        waiting=jobs.get("waiting", 0),
        running=jobs.get("leased", 0),
        failed=jobs.get("failed", 0),
        submissions=session.scalar(submissions) or 0,
        courses=session.scalar(courses) or 0,
    )


class OperateHandler(PageHandler):
    """The page."""

    door = "operate"

    async def get(self) -> None:
        if not self.has_scope(OPERATE):
            raise Forbidden("not-an-operator", NOT_AN_OPERATOR)
        self.render_page(
            "operate.html",
            counts=await self.portal.read(counts),
            has_grader_jobs=self.portal.settings.has_grader_jobs,
            graders=await self.portal.work(self._jobs, GRADERS),
            provers=await self.portal.work(self._jobs, PROVERS),
        )

    def _jobs(self, file: str) -> Graders | None:
        """How those in Slurm stand; None where nobody has looked after them yet."""
        state = read_state(DataFolder(self.portal.settings.data_dir).run, file=file)
        return Graders(state, state.is_stale(self.portal.clock())) if state else None
