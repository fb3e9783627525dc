"""The checkbox by which a person wishes a mail when their session has started, or could not."""

from __future__ import annotations

from officina_hub.portal.pages.launch import starting_path
from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.own_server import OwnServerHandler


class MailHandler(OwnServerHandler):
    """Takes the wish, or takes it back."""

    async def post(self) -> None:
        server = self.get_body_argument("server", "")[:LONGEST_VALUE]
        sessions, token = self.portal.hub_sessions, self.own_token()
        refusal = ""
        if self.get_body_argument("mail", ""):
            answer = await sessions.wish_mail(token, server, self.reader.language)
            refusal = self.t.gettext(answer) if isinstance(answer, str) else ""
        else:
            await sessions.unwish_mail(token, server)
        if not self.is_partial:
            self.go(starting_path(server))
            return
        mail = await sessions.mail(token, server)
        self.render_page(
            "_parts/mail_me.html", mail=mail, server=server, refusal=refusal, is_news=True
        )
