"""``PUT`` and ``DELETE <hub>/api/officina/sessions/<name>/mail``: a mail about one session."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import ValidationError
from tornado.web import HTTPError

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_hub.mail.addresses import address_of
from officina_hub.mail.postman import SETTING, Postman
from officina_hub.mail.wishes import MailWish
from officina_hub.session_api.answers import MailAnswer
from officina_hub.session_api.handlers import ROOT, SessionHandler
from officina_hub.session_api.mine import state_of

NO_MAIL = say(
    "This hub sends no mail, so nothing was noted. Its operator can name a mail server in "
    "factory.toml, [mail]."
)
NO_ADDRESS = say(
    "This hub knows no mail address of yours, so nothing was noted. Ask its operator, or leave the "
    "page open: it tells you."
)
RUNS_ALREADY = say("This session runs already, so no mail was noted. Open it.")
NOT_A_WISH = (
    'The body is not what this address takes ({found}), so nothing was noted. It is {{"language": '
    '"en"}}, or empty.'
)


class WishBody(Frozen):
    """The body; empty for English."""

    language: Literal["en", "de", "fi"] = "en"


class MailHandler(SessionHandler):
    """Whether a mail is to come when this session has started, or could not."""

    async def get(self, name: str | None = None) -> None:
        person = self.person("read:servers")
        server = self.server(person, name)
        postman = self._postman()
        address = await address_of(self.current_user, postman.mail)
        self.tell(MailAnswer(address=address, is_wished=await postman.is_wished(server.key)))

    async def put(self, name: str | None = None) -> None:
        person = self.person("servers")
        postman, body = self._postman(), self._body()
        server = self.server(person, name)
        state = state_of(server, server.job_session)
        if state == "running":
            raise HTTPError(409, str(RUNS_ALREADY))
        address = await address_of(self.current_user, postman.mail)
        if not address:
            raise HTTPError(409, str(NO_ADDRESS))
        await postman.take(
            MailWish(
                key=server.key,
                user=person.name,
                server_name=server.name,
                language=body.language,
                asked_at=datetime.now(UTC),
                has_moved=state in {"waiting", "starting"},
            )
        )
        self.tell(MailAnswer(address=address, is_wished=True))

    async def delete(self, name: str | None = None) -> None:
        server = self.server(self.person("servers"), name)
        await self._postman().drop(server.key)
        self.set_status(204)

    def _postman(self) -> Postman:
        found: Postman | None = self.settings.get(SETTING)
        if found is None:
            raise HTTPError(404, str(NO_MAIL))
        return found

    def _body(self) -> WishBody:
        try:
            return WishBody.model_validate_json(self.bounded().strip() or b"{}", strict=True)
        except ValidationError as error:
            found = error.errors()[0]["msg"]
            raise HTTPError(400, NOT_A_WISH.format(found=found)) from None


def handlers() -> list[tuple[str, type[Any]]]:
    """Routes below the Hub's own prefix."""
    return [(f"{ROOT}/(?:([^/]+)/)?mail", MailHandler)]
