"""``nbgrader fetch_feedback`` and the *Fetch feedback* button of the assignment list."""

from __future__ import annotations

import os
from pathlib import Path

from nbgrader.exchange.abc import ExchangeFetchFeedback as ABCExchangeFetchFeedback

from officina_courses.archive import SUBMISSION_LIMITS, safe_path
from officina_courses.whole_files import write_whole
from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.exchange.exchange import Exchange
from officina_widgets.wire import SubmissionOut

ALL = ("", "*")


class ExchangeFetchFeedback(Exchange, ABCExchangeFetchFeedback):
    """Writes published pages to ``<exercise>/feedback/<timestamp>/<notebook>.html``."""

    def copy_files(self) -> None:
        """Fetch what is published for one exercise, or for all where none is named."""
        every = self.coursedir.assignment_id in ALL
        with self.client() as client:
            submissions = client.submissions(self.course_id, None if every else self.exercise_id)
            ready = [submission for submission in submissions if submission.feedback]
            for submission in ready:
                self._fetch(client, submission)
        if not ready:
            self.log.warning(
                "There is no feedback yet. Submissions sent: %d. It comes once they are graded.",
                len(submissions),
            )

    def _fetch(self, client: PortalClient, submission: SubmissionOut) -> None:
        for notebook in submission.feedback:
            path = feedback_path(self, submission, notebook)
            write_whole(path, client.feedback(submission.id, notebook))
            if submission.feedback_at is not None:
                # Its time tells the list whether the portal has a newer page.
                published = submission.feedback_at.timestamp()
                os.utime(path, (published, published))
            self.log.info("Fetched feedback: %s", path)


def feedback_folder(exchange: Exchange, submission: SubmissionOut) -> Path:
    """Where nbgrader and its JupyterLab list look for the feedback on a submission."""
    place = names.material_folder(exchange.home, submission.course_id, submission.exercise_id)
    return place / "feedback" / exchange.format_time(submission.received_at)


def feedback_path(exchange: Exchange, submission: SubmissionOut, notebook: str) -> Path:
    """The page of one notebook."""
    name = safe_path(f"{notebook}.html".replace("/", "_"), SUBMISSION_LIMITS)
    return feedback_folder(exchange, submission) / name
