"""From the class page into formgrader, which runs in the course's own server."""

from __future__ import annotations

from officina_hub.portal.pages.starts import Start
from officina_hub.portal.pages.teach import TrainerHandler
from officina_hub.portal.pages.waiting import Wait, WaitingHandler
from officina_hub.portal.principal import COURSE_SERVER_PREFIX
from officina_hub.portal.store.enrolment import members


class FormgraderHandler(TrainerHandler, WaitingHandler):
    """``POST`` has the server made, shared and started; ``GET`` shows the start and goes on."""

    door = "teach"

    async def post(self, course_id: str) -> None:
        trainers = await self.portal.read(members, course_id, "trainer")
        events = self.portal.hub.open_course_server(course_id, trainers)
        self.starts.follow(COURSE_SERVER_PREFIX + course_id, events, self.correlation_id)
        self.go(f"courses/{course_id}/teach/formgrader")

    async def get(self, course_id: str) -> None:
        user = COURSE_SERVER_PREFIX + course_id
        start: Start | None = self.starts.of(user)
        if start is not None and start.state == "ready":
            self.starts.forget(user)
            self.leave_for(f"{self.portal.settings.hub.base_url}user/{user}/formgrader")
            return
        self.show(self._wait(course_id), start)

    def _wait(self, course_id: str) -> Wait:
        t = self.t
        base = f"courses/{course_id}/teach"
        return Wait(
            title=t.gettext("The course's server"),
            lead=t.gettext("Formgrader opens as soon as the course's own server is ready."),
            here=self.address(f"{base}/formgrader"),
            stop_action=self.address(f"{base}/formgrader/stop"),
            retry_action=self.address(f"{base}/formgrader"),
            retry_label=t.gettext("Open formgrader"),
            crumbs=(("teach", t.gettext("Teach")), (base, course_id)),
        )


class FormgraderStopHandler(TrainerHandler, WaitingHandler):
    """Stops the course's server, also in the middle of its start."""

    async def post(self, course_id: str) -> None:
        user = COURSE_SERVER_PREFIX + course_id
        self.starts.forget(user)
        token = self.portal.settings.hub.api_token.get_secret_value()
        await self.portal.hub.stop_server(user, token)
        self.flash(self.t.gettext("The course's server is being stopped."))
        self.go(f"courses/{course_id}/teach")
