"""Published feedback pages: which blob holds the page of a notebook."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound

NO_FEEDBACK = (
    "There is no feedback on the notebook {notebook!r} of this submission yet. It appears once the "
    "submission is graded; the course page shows where it stands."
)


def feedback_blob(session: Session, submission_id: str, notebook: str) -> str:
    """The SHA-256 of the page; raises ``NotFound`` where there is none."""
    page = session.get(t.FeedbackFile, (submission_id, notebook))
    if page is None:
        raise NotFound("no-feedback", NO_FEEDBACK.format(notebook=notebook))
    return page.sha256
