"""How far grading an exercise again is: how many lines of a preview are done with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t

# For each state in which graders work: the lines that are waited for, and the state after them.
STEPS: Final = {
    "previewing": ("waiting", "ready"),
    "confirming": ("writing", "confirmed"),
    "undoing": ("restoring", "undone"),
}


class Progress(NamedTuple):
    """The state of a preview, and how many of its lines wait for nothing in it."""

    state: str
    done: int
    total: int

    @property
    def hundredth(self) -> int:
        """How far it is, in steps that are few for a class of any size."""
        return 100 * self.done // max(self.total, 1)


def progress_of(session: Session, regrade_ids: Collection[str]) -> dict[str, Progress]:
    """By id; one question for all."""
    rows = session.execute(
        select(t.Regrade.id, t.Regrade.state, t.RegradeLine.state, func.count(t.RegradeLine.job_id))
        .outerjoin(t.RegradeLine, t.RegradeLine.regrade_id == t.Regrade.id)
        .where(t.Regrade.id.in_(regrade_ids))
        .group_by(t.Regrade.id, t.Regrade.state, t.RegradeLine.state)
    )
    found: dict[str, Progress] = {}
    for regrade_id, state, line_state, count in rows:
        known = found.get(regrade_id, Progress(state, 0, 0))
        is_done = state not in STEPS or line_state != STEPS[state][0]
        found[regrade_id] = Progress(state, known.done + count * is_done, known.total + count)
    return found
