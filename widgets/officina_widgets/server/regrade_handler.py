"""Formgrader's *Autograde* in a course's own server: the grading queue does it, in its sandbox.

nbgrader's own handler would run the learner's notebook right here, with the course's rights over
solutions, gradebook and token. This one answers in its place, in the form formgrader expects.
"""

from __future__ import annotations

import asyncio
import os

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import authenticated

from officina_widgets.environment import COURSE_VARIABLE

QUEUED = (
    "The submission of {user} from {time} is in the grading queue, which runs it in a sandbox. "
    "Reload this page in some seconds to see its marks."
)
NOTHING_THERE = (
    "{user} has no submission of {exercise} on the portal, so there is nothing to grade. Check "
    "the names on your page of the course."
)

Answer = dict[str, str | bool]


class RegradeHandler(JupyterHandler):
    """``POST formgrader/api/submission/<exercise>/<user>/autograde``."""

    @authenticated
    async def post(self, exercise_id: str, user: str) -> None:
        """Ask the portal, in a thread, and answer as formgrader's page expects."""
        course_id = os.environ[COURSE_VARIABLE]
        answer = await asyncio.to_thread(ask_regrade, course_id, exercise_id, user)
        self.finish(answer)


def ask_regrade(course_id: str, exercise_id: str, user: str) -> Answer:
    """Queue the newest submission of ``user`` once more."""
    from officina_widgets.client import PortalClient
    from officina_widgets.errors import PortalError

    try:
        with PortalClient.from_environment() as client:
            submissions = client.submissions(course_id, exercise_id, user=user)
            if not submissions:
                message = NOTHING_THERE.format(user=user, exercise=exercise_id)
                return {"success": False, "error": message}
            client.regrade(submissions[-1].id)
    except PortalError as error:
        return {"success": False, "error": str(error)}
    time = f"{submissions[-1].received_at:%Y-%m-%d %H:%M %Z}"
    return {"success": True, "log": QUEUED.format(user=user, time=time)}
