"""``/launch/join``: somebody opens a link into another person's session."""

from __future__ import annotations

from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.waiting import WaitingHandler


class JoinHandler(WaitingHandler):
    """Whose session it is and what entering means; then the way in."""

    async def get(self) -> None:
        code = self.get_query_argument("code", "")[:LONGEST_VALUE]
        told = await self.portal.hub_shares.invitation(self.own_token(), code)
        if isinstance(told, str):
            self._refuse(told)
        else:
            self.render_page("join.html", invitation=told, code=code)

    async def post(self) -> None:
        code = self.get_body_argument("code", "")[:LONGEST_VALUE]
        told = await self.portal.hub_shares.accept(self.own_token(), code)
        if isinstance(told, str):
            self._refuse(told)
        else:
            self.leave_for(told.url)

    def _refuse(self, sentence: str) -> None:
        """The page that says why, instead of an error's."""
        self.set_status(404)
        self.render_page("join.html", invitation=None, refusal=self.t.gettext(sentence))
