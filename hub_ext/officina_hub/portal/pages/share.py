"""``/launch/share``: who may enter a session of mine; a trainer or a link more, or fewer."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from officina_hub.portal.errors import Forbidden
from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.store.enrolment import members
from officina_hub.portal.store.my_trainers import MyTrainer, my_trainers
from officina_hub.session_api.share_answers import Link, LinkAnswer, SharesAnswer

LIFETIMES: Final = (15, 60, 240, 1440)  # minutes


class ShareHandler(OwnServerHandler):
    """The page."""

    async def get(self) -> None:
        await self.show_page(self.get_query_argument("server", ""))

    @property
    def server(self) -> str:
        """The name in the form."""
        return self.get_body_argument("server", "")[:LONGEST_VALUE]

    async def show_page(self, server: str, link: LinkAnswer | None = None) -> None:
        """Who may enter, and how to let somebody in; with the link that was just made."""
        name = server[:LONGEST_VALUE]
        session = await self.own_session(name)
        if session is None or session.answer.state != "running":
            text = self.t.gettext("Only a session that runs can be shared. Start it first.")
            self.flash(text, "warning")
            self.go("launch")
            return
        shares = await self.portal.hub_shares.of(self.own_token(), name)
        if isinstance(shares, str):
            self.flash(self.t.gettext(shares), "warning")
            self.go("launch")
            return
        self.render_page(
            "share_session.html",
            session=session,
            shares=shares,
            trainers=await self._trainers(shares),
            lifetimes=LIFETIMES,
            link=link,
            link_url=self._url_of(link) if link else "",
            origin=self._origin,
        )

    def back(self, told: object, text: str) -> None:
        """To the page, with what became of it: a sentence of the Hub's is a refusal."""
        if isinstance(told, str):
            self.flash(self.t.gettext(told), "warning")
        else:
            self.flash(text)
        self.go(f"launch/share?{urlencode({'server': self.server})}")

    async def _trainers(self, shares: SharesAnswer) -> tuple[MyTrainer, ...]:
        inside = {each.name for each in shares.access}
        found = await self.portal.read(my_trainers, self.person)
        return tuple(each for each in found if each.user not in inside)

    def _url_of(self, link: LinkAnswer) -> str:
        return f"{self._origin}{self.address('launch/join')}?{urlencode({'code': link.code})}"

    @property
    def _origin(self) -> str:
        return f"{self.request.protocol}://{self.request.host}"


class ShareTrainerHandler(ShareHandler):
    """Let in the trainer that was chosen."""

    async def post(self) -> None:
        course_id, _, user = self.get_body_argument("trainer", "").partition("/")
        known = await self.portal.read(my_trainers, self.person)
        chosen = [each for each in known if (each.course_id, each.user) == (course_id, user)]
        if not chosen:
            self.back(self.t.gettext("Choose one of the trainers of your courses."), "")
            return
        told = await self._let_in(chosen[0])
        text = self.t.gettext("%(name)s may enter this session now. Tell them, with its address.")
        self.back(told, text % {"name": user})

    async def _let_in(self, trainer: MyTrainer) -> SharesAnswer | str:
        """The Hub knows a course's trainers once the portal has named them."""
        shares, token = self.portal.hub_shares, self.own_token()
        wanted = {"course": trainer.course_id, "user": trainer.user}
        told = await shares.let_in(token, self.server, wanted)
        if not isinstance(told, str):
            return told
        names = await self.portal.read(members, trainer.course_id, "trainer")
        try:
            await self.portal.hub.ensure_course_server(trainer.course_id, names)
        except Forbidden as error:
            return error.message
        return await shares.let_in(token, self.server, wanted)


class ShareLinkHandler(ShareHandler):
    """Make a link; it is shown once, as nobody can read it again."""

    async def post(self) -> None:
        asked = self.get_body_argument("minutes", "")
        minutes = int(asked) if asked in map(str, LIFETIMES) else LIFETIMES[1]
        link = await self.portal.hub_shares.make_link(self.own_token(), self.server, minutes)
        if isinstance(link, str):
            self.back(link, "")
        else:
            await self.show_page(self.server, link)


class RevokeHandler(ShareHandler):
    """Take back one person's access, one link, or everything."""

    async def post(self) -> None:
        wanted = self.get_body_argument("access", "")[: 2 * LONGEST_VALUE]
        shares, token = self.portal.hub_shares, self.own_token()
        before = await shares.of(token, self.server)
        told = await shares.let_out(token, self.server, wanted)
        links = before.links if isinstance(before, SharesAnswer) else ()
        self.back(told, self._words(wanted, links))

    def _words(self, wanted: str, links: tuple[Link, ...]) -> str:
        """What does not hold any more; a person's access takes the links along."""
        if links and wanted.startswith("users/"):
            return self.t.gettext(
                "It was taken back, and no link to this session is valid any more: whoever has one "
                "could have come back by it. Make a new one for the others. To be sure at once, "
                "stop the session."
            )
        if wanted.startswith("links/"):
            return self.t.gettext(
                "The link is not valid any more. Whoever has entered by it may stay; take back "
                "their access, too, if they are to leave."
            )
        return self.t.gettext("It was taken back. To be sure at once, stop the session.")
