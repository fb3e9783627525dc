"""The parts of the launch page that are renewed without a reload, and its Extend button."""

from __future__ import annotations

from officina_hub.portal.pages.launch import LaunchFormHandler
from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.pages.told import in_words


class SettingsHandler(LaunchFormHandler):
    """The fields of the profile that was chosen just now."""

    async def get(self) -> None:
        raw = self.wishes(self.get_query_argument)
        if raw.get("profile", "") != self.get_query_argument("shown", ""):
            # The numbers were another profile's.
            raw = {name: raw[name] for name in ("profile", "name") if name in raw}
        await self._answer(raw, "_parts/launch_settings.html")

    async def _answer(self, raw: dict[str, str], part: str) -> None:
        offers = await self.offers(raw) if self.is_partial else None
        if offers is None:
            self.go("launch")
            return
        form = self.form(offers, raw)
        self.set_header("HX-Replace-Url", form.link)
        self.render_page(part, form=form, is_news=True)


class QuoteHandler(SettingsHandler):
    """What the choice costs now, and what stands against it."""

    async def get(self) -> None:
        raw = self.wishes(self.get_query_argument)
        await self._answer(raw, "_parts/launch_news.html")


class LiveHandler(LaunchFormHandler):
    """What is free on each card."""

    async def get(self) -> None:
        offers = await self.offers({}) if self.is_partial else None
        if offers is None:
            self.go("launch")
            return
        self.render_page("_parts/launch_live.html", cards=self.form(offers, {}).cards, is_news=True)


class SessionsHandler(OwnServerHandler):
    """The reader's own sessions."""

    async def get(self) -> None:
        if not self.is_partial:
            self.go("launch")
            return
        sessions = [each for each in await self.own_sessions() if each.is_worth_showing]
        part = "_parts/sessions.html"
        here = self.address("launch/sessions")
        self.render_live(part, part, here, is_live=True, sessions=sessions)


class ExtendHandler(OwnServerHandler):
    """The Extend button of a running session."""

    async def post(self) -> None:
        name = self.get_body_argument("server", "")[:LONGEST_VALUE]
        answer = await self.portal.hub_sessions.extend(self.own_token(), name)
        if isinstance(answer, tuple):
            self.flash(in_words(self.reader, answer), "warning")
        else:
            text = self.t.gettext("Your session is %(minutes)s minutes longer now.")
            self.flash_for_a_while(text % {"minutes": answer.minutes})
        self.go("launch")
