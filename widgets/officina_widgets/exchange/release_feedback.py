"""``nbgrader release_feedback`` and formgrader's *Release feedback*, in a course's own server.

nbgrader's own feedback pages are not uploaded: they show hidden tests. The portal has the grader
read the gradebook, manual marks included, and render pages that learners may see.
"""

from __future__ import annotations

from nbgrader.exchange.abc import ExchangeReleaseFeedback as ABCExchangeReleaseFeedback

from officina_widgets.client import PortalClient
from officina_widgets.exchange.exchange import Exchange

ALL = "*"


class ExchangeReleaseFeedback(Exchange, ABCExchangeReleaseFeedback):
    """Asks the portal to render and publish feedback from the gradebook."""

    def copy_files(self) -> None:
        """Ask; the grader does it within seconds."""
        with self.client() as client:
            users = self._users(client)
            if users != ():
                client.publish_feedback(self.course_id, self.exercise_id, users)
        whose = "all learners" if users is None else ", ".join(users) or "nobody"
        self.log.info(
            "Feedback on %s of %s is being made for %s; learners see it within seconds.",
            self.exercise_id,
            self.course_id,
            whose,
        )

    def _users(self, client: PortalClient) -> tuple[str, ...] | None:
        """Whose feedback is asked for; None means everybody's."""
        excluded = {name for name in self.coursedir.student_id_exclude.split(",") if name}
        if self.coursedir.student_id not in ("", ALL):
            return tuple({self.coursedir.student_id} - excluded)
        if not excluded:
            return None
        submissions = client.submissions(self.course_id, self.exercise_id, user=ALL)
        return tuple(sorted({submission.user for submission in submissions} - excluded))
