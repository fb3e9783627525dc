"""Who may enter a person's session beside them: told, given and taken back; and invitations."""

from __future__ import annotations

from typing import Any, TypeVar

from jupyterhub import orm
from pydantic import ValidationError
from tornado.web import HTTPError

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_hub.session_api.handlers import ROOT, SessionHandler
from officina_hub.session_api.person import Person
from officina_hub.session_api.share_answers import (
    InvitationAnswer,
    InvitationBody,
    LinkBody,
    ShareBody,
    TrainerBody,
)
from officina_hub.session_api.sharing import (
    let_in,
    let_nobody_in,
    let_one_in,
    let_out,
    make_link,
    who_may_enter,
)
from officina_spawners import OfficinaSpawner

T = TypeVar("T", bound=Frozen)

NOT_THIS = (
    "The body is not what this address takes ({found}), so nobody was let in. It is {sample}."
)
SAMPLES = {
    ShareBody: '{"course": "its-id"}',
    TrainerBody: '{"course": "its-id", "user": "a-trainer"}',
    LinkBody: '{"minutes": number}, 5 to 1440, or {}',
}
NO_ACCESS = (
    "This token may not enter the session {name!r} itself, so it can let nobody in. Use one that "
    "holds access:servers of its owner."
)
NOT_INVITED = say(
    "This link leads to no session: it has expired, was taken back, was not copied whole, or its "
    "session has ended. Ask whoever sent it for a new one."
)
YOUR_OWN = say(
    "This link leads to your own session, which you may enter without it. Send it to the person "
    "whom you want to let in."
)


class SharingHandler(SessionHandler):
    """What they have in common."""

    def body(self, model: type[T]) -> T:
        """What was sent, as that model."""
        try:
            return model.model_validate_json(self.bounded() or b"{}", strict=True)
        except ValidationError as error:
            found = error.errors()[0]["msg"]
            told = NOT_THIS.format(found=found, sample=SAMPLES[model])
            raise HTTPError(400, told) from None

    def opened(self, name: str | None) -> tuple[Person, OfficinaSpawner]:
        """Who asks and their server, where this token may let others in."""
        person = self.person("servers")
        server = self.server(person, name)
        if not self.has_scope(f"access:servers!server={person.name}/{server.name}"):
            raise HTTPError(403, NO_ACCESS.format(name=server.name))
        return person, server

    def tell_access(self, person: Person, server: OfficinaSpawner) -> None:
        """Who may enter now."""
        self.tell(who_may_enter(server, person.url(server)))


class SharesHandler(SharingHandler):
    """All who may enter: the trainers of a course, one of them more, or nobody."""

    def get(self, name: str | None = None) -> None:
        person = self.person("read:servers")
        self.tell_access(person, self.server(person, name))

    def put(self, name: str | None = None) -> None:
        person, server = self.opened(name)
        let_in(self.db, server, self.body(ShareBody).course)
        self.tell_access(person, server)

    def post(self, name: str | None = None) -> None:
        person, server = self.opened(name)
        wanted = self.body(TrainerBody)
        let_one_in(self.db, server, wanted.course, wanted.user)
        self.tell_access(person, server)

    def delete(self, name: str | None = None) -> None:
        person = self.person("servers")
        server = self.server(person, name)
        let_nobody_in(self.db, server)
        self.tell_access(person, server)


class LinksHandler(SharingHandler):
    """A link that expires."""

    def post(self, name: str | None = None) -> None:
        _, server = self.opened(name)
        self.tell(make_link(self.db, server, self.body(LinkBody).minutes))


class RevokeHandler(SharingHandler):
    """One person, or one link, that may not enter any more."""

    def delete(self, name: str | None, kind: str, wanted: str) -> None:
        person = self.person("servers")
        server = self.server(person, name)
        let_out(self.db, server, **{"user" if kind == "users" else "link": wanted})
        self.tell_access(person, server)


class InvitationLookHandler(SharingHandler):
    """Into whose session a link leads. The code comes in a body, since addresses are logged."""

    def post(self) -> None:
        self.person("read:servers")
        self.tell(self.invitation(self.found()))

    def found(self) -> Any:
        """What the code in the body is of; a link that was not copied whole has an odd one."""
        try:
            code = InvitationBody.model_validate_json(self.bounded() or b"{}").code
        except ValidationError:
            raise HTTPError(404, str(NOT_INVITED)) from None
        found = orm.ShareCode.find(self.db, code=code)
        if found is None:
            raise HTTPError(404, str(NOT_INVITED))
        if found.owner is self.current_user.orm_user:
            raise HTTPError(409, str(YOUR_OWN))
        return found

    def invitation(self, found: Any) -> InvitationAnswer:
        """Whose it is; a code outlives no session (``officina_spawners.shares``)."""
        return InvitationAnswer(owner=found.owner.name, server=found.spawner.name)


class InvitationHandler(InvitationLookHandler):
    """Entering it."""

    def post(self) -> None:
        self.person("servers")
        found = self.found()
        answer = self.invitation(found)
        owner = self.find_user(answer.owner)
        found.exchange(self.current_user.orm_user)
        url = str(owner.server_url(answer.server))
        self.tell(answer.model_copy(update={"url": url}))


def handlers() -> list[tuple[str, type[Any]]]:
    """Routes below the Hub's own prefix."""
    return [
        (f"{ROOT}/invitation", InvitationHandler),
        (f"{ROOT}/invitation/look", InvitationLookHandler),
        (f"{ROOT}/(?:([^/]+)/)?shares", SharesHandler),
        (f"{ROOT}/(?:([^/]+)/)?shares/links", LinksHandler),
        (f"{ROOT}/(?:([^/]+)/)?shares/(users|links)/([^/]+)", RevokeHandler),
    ]
