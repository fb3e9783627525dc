"""The Hub's own page of a start (``/hub/spawn/<person>[/<name>]``), which a link only prepares.

JupyterHub starts a server on a GET of that page, and where the values of its address are wrong, one
with the preset values. A link on a foreign page is followed with the login cookie, so anybody could
make others start, and pay for, a session. Here a GET starts nothing and makes no server: it leads
to the portal's launch page, with the values as a prepared choice; without a portal, and for the
servers of others, it asks by a button. A POST, which needs the XSRF token, starts.
"""

from __future__ import annotations

from html import escape
from typing import Any

from jupyterhub.handlers import default_handlers
from jupyterhub.handlers.pages import SpawnHandler
from jupyterhub.scopes import needs_scope
from tornado.httputil import url_concat
from tornado.web import HTTPError

from officina_spawners.errors import OptionsError
from officina_spawners.knobs import Knobs
from officina_spawners.named import check_name
from officina_spawners.profiles.choice import Wishes

PREFIX = "opt-"
MOST_VALUES = 20
LONGEST_NAME = 100
LONGEST_VALUE = 200

ASKED = "Nothing is started before you press the button."
ASKED_WITH = f"{ASKED} This is what the link asks for:"


class SpawnPage(SpawnHandler):
    """In the place of JupyterHub's own handler."""

    @needs_scope("servers")
    async def _get(self, user_name: str, server_name: str, display_name: str) -> None:
        user = self._user(user_name)
        if not _is_ours(user):
            await super()._get(user_name, server_name, display_name)
            return
        if server_name:
            await self._check_named_server_request(user, server_name, display_name)
        if server_name in user.orm_spawners and user.get_spawner(server_name).active:
            self._lead_to(user, server_name)
        elif user.spawner.launch_page and user.name == self.current_user.name:
            name = {"name": server_name} if server_name else {}
            self.redirect(url_concat(user.spawner.launch_page, self._of_link() | name))
        else:
            user.spawner.handler = self  # a form of the operator's own may look at the request
            form = await user.spawner.get_options_form()
            self.finish(await self._render_form(user, form))

    def _lead_to(self, user: Any, server_name: str) -> None:
        if user.get_spawner(server_name).ready:
            self.redirect(self.get_next_url(user, default=user.server_url(server_name)))
        else:
            self.redirect(self._get_pending_url(user, server_name))

    @needs_scope("servers")
    async def _post(self, user_name: str, server_name: str, display_name: str) -> None:
        user = self._user(user_name)
        if _is_ours(user):
            try:
                self._judge(user.spawner, server_name)
            except OptionsError as error:
                self.set_status(400)
                form = await user.spawner.get_options_form()
                self.finish(await self._render_form(user, form, str(error)))
                return
        await super()._post(user_name, server_name, display_name)

    def _judge(self, spawner: Any, name: str) -> None:
        """Judge before the Hub makes a server of that name, which a refusal would leave behind."""
        sent = self.request.body_arguments
        form = {field: self.get_body_arguments(field, strip=False) for field in sent}
        offers = spawner.offers
        choice = offers.judge(spawner.run_options_from_form(form))
        check_name(name, offers.profile(choice), is_course=spawner.course_id is not None)

    async def _render_form(
        self, for_user: Any, spawner_options_form: str, message: str = "", html_message: str = ""
    ) -> str:
        form = spawner_options_form or self._own_form()
        page: str = await super()._render_form(for_user, form, message, html_message)
        return page

    def _user(self, name: str) -> Any:
        user = self.find_user(name)
        if user is None:
            raise HTTPError(404, f"No such user: {name}")
        return user

    def _of_link(self) -> dict[str, str]:
        """The values for the launch page; a name that it cannot know stays as it is, to be told."""
        return {
            name if name in Wishes.model_fields else PREFIX + name: value
            for name, value in self._asked().items()
        }

    def _own_form(self) -> str:
        """What is asked for, to be read and sent by the button below it."""
        asked = self._asked()
        fields = "".join(
            f'<li><input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            f"{escape(name)} = <code>{escape(value)}</code></li>"
            for name, value in asked.items()
        )
        return f"<p>{ASKED_WITH}</p><ul>{fields}</ul>" if asked else f"<p>{ASKED}</p>"

    def _asked(self) -> dict[str, str]:
        """The options of the link, or of the form that was sent and refused."""
        if self.request.method == "POST":
            sent = self.request.body_arguments
            found = {name: self.get_body_argument(name, strip=False) for name in sent}
        else:
            found = {
                name.removeprefix(PREFIX): self.get_query_argument(name, strip=False)
                for name in self.request.query_arguments
                if name.startswith(PREFIX)
            }
        found.pop("_xsrf", None)
        few = list(found.items())[:MOST_VALUES]
        return {name[:LONGEST_NAME]: value[:LONGEST_VALUE] for name, value in few}


def _is_ours(user: Any) -> bool:
    """Whether the operator has not taken another spawner after all."""
    return isinstance(user.spawner, Knobs)


def take_the_place() -> None:
    """Let the Hub that is being configured serve this page in the place of its own."""
    default_handlers[:] = [
        (route[0], SpawnPage) if route[1] is SpawnHandler else route for route in default_handlers
    ]
