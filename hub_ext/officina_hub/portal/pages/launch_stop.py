"""``/launch/stop`` asks before it stops a session; ``/launch/remove`` frees a session's name."""

from __future__ import annotations

from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.own_server import OwnServerHandler


class LaunchStopHandler(OwnServerHandler):
    """The question before a session is stopped, and the deed."""

    async def get(self) -> None:
        name = self.get_query_argument("server", "")[:LONGEST_VALUE]
        session = await self.own_session(name)
        if session is None or session.answer.state not in {"running", "waiting", "starting"}:
            self.flash(self.t.gettext("This session does not run any more."), "warning")
            self.go("launch")
            return
        self.render_page("stop_session.html", session=session)

    async def post(self) -> None:
        name = self.get_body_argument("server", "")[:LONGEST_VALUE]
        self.starts.stop(self.key(name))
        await self.portal.hub.stop_server(self.person, self.own_token(), name)
        self.flash_for_a_while(self.t.gettext("Your server is being stopped. Your files are kept."))
        self.go("launch")


class LaunchRemoveHandler(OwnServerHandler):
    """The Remove button of a session with a name that does not run."""

    async def post(self) -> None:
        name = self.get_body_argument("server", "")[:LONGEST_VALUE]
        session = await self.own_session(name)
        if name and session is not None and session.answer.state == "stopped":
            self.starts.forget(self.key(name))
            await self.portal.hub.forget_server(self.person, self.own_token(), name)
            text = self.t.gettext("The name %(name)s is free again. Your files are kept.")
            self.flash(text % {"name": name})
        else:
            text = self.t.gettext("Only a session with a name that does not run can be removed.")
            self.flash(text, "warning")
        self.go("launch")
