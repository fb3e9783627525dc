"""Server-sent events: that there are news of what a page waits for, so that it looks at once.

The stream carries no marks and no names, only "look": what is new the page then asks for as it
always does, through the same rights. The login and the right are looked at before each word.
"""

from __future__ import annotations

import asyncio
from typing import Final

from sqlalchemy.orm import Session
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from officina_hub.portal.errors import PortalError
from officina_hub.portal.news import Listener, TooManyError
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.submission import one_submission
from officina_hub.portal.store.imports import import_out
from officina_hub.portal.store.news import Proving, Regrading, Topic, Work
from officina_hub.portal.store.regrades import find_regrade
from officina_hub.portal.store.submissions import no_such_submission

BEAT_SECONDS: Final = 15.0


class NewsHandler(PageHandler):
    """One stream: of the reader's own work in a course."""

    right = "submissions.list_own"
    beat_seconds = BEAT_SECONDS

    def initialize(self) -> None:
        """Made with the request: whoever goes away ends the waiting at once."""
        self._gone = asyncio.Event()

    def on_connection_close(self) -> None:
        """The page was left."""
        super().on_connection_close()
        self._gone.set()

    async def get(self, course_id: str) -> None:
        await self.tell_of(Work(course_id, self.person))

    async def tell_of(self, topic: Topic) -> None:
        """Say "look" at once, since the page is older than the stream, and at all news."""
        try:
            with self.portal.news.listening(self.person, topic) as listener:
                self.set_header("Content-Type", "text/event-stream")
                self.set_header("Cache-Control", "no-store")
                self.set_header("X-Accel-Buffering", "no")
                listener.woken.set()
                await self._tell(listener)
        except TooManyError:
            self.set_status(204)  # as EventSource has it: do not come again
        except StreamClosedError:
            return

    async def _tell(self, listener: Listener[Topic]) -> None:
        while not self._gone.is_set() and not self.portal.is_closing and await self._is_welcome():
            is_new = listener.woken.is_set()
            listener.woken.clear()
            # Without a word now and then a proxy takes the stream for dead.
            self.write("event: news\ndata: look\n\n" if is_new else ": still here\n\n")
            await self.flush()
            await self._pause(listener)

    async def _is_welcome(self) -> bool:
        """Whether the login still holds and still gives the right to this."""
        auth = self.hub_auth
        try:
            session = auth.get_session_id(self)
            known = await auth.user_for_token(self.own_token(), session_id=session, sync=False)
            if known is None:
                return False
            await self.check_right()
        except (PortalError, HTTPError):
            return False
        return True

    async def _pause(self, listener: Listener[Topic]) -> None:
        waits = {asyncio.ensure_future(event.wait()) for event in (self._gone, listener.woken)}
        await asyncio.wait(waits, timeout=self.beat_seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


class WorkNewsHandler(NewsHandler):
    """One stream: of the work beside one attempt, for the learner and the course's trainers."""

    right = "submissions.read"

    async def get(self, course_id: str, submission_id: str) -> None:  # type: ignore[override]
        submission = await self.portal.read(one_submission, submission_id)
        if submission.course_id != course_id:
            raise no_such_submission(submission_id)
        await self.tell_of(Work(submission.course_id, submission.user))


class RegradeNewsHandler(NewsHandler):
    """One stream: of an exercise that is graded again, for the course's trainers."""

    right = "regrades.write"

    async def get(self, course_id: str, regrade_id: str) -> None:  # type: ignore[override]
        await self.portal.read(_require_regrade, course_id, regrade_id)
        await self.tell_of(Regrading(regrade_id))


class ImportNewsHandler(NewsHandler):
    """One stream: of a course from elsewhere that is run here, for its trainers."""

    right = "imports.decide"

    async def get(self, release_id: str) -> None:
        await self.portal.read(import_out, int(release_id))
        await self.tell_of(Proving(int(release_id)))


def _require_regrade(session: Session, course_id: str, regrade_id: str) -> None:
    """Raise ``NotFound`` where the course has no such preview."""
    find_regrade(session, course_id, regrade_id)
