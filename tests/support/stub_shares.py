"""The part of the Hub's session API that lets others in, for a stub."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from stub_hub import StubHub
from stub_sessions import NOON
from tornado.web import RequestHandler

from officina_hub.session_api.share_answers import (
    Access,
    InvitationAnswer,
    Link,
    LinkAnswer,
    SharesAnswer,
)

TINA = Access(name="tina", kind="user", since=NOON)
HOUR = Link(id="7", expires_at=NOON + timedelta(hours=1), used=2)


class StubShares:
    """Who may enter ada's sessions; ``refusals`` are sentences for what comes next."""

    def __init__(self) -> None:
        self.access: tuple[Access, ...] = ()
        self.links: tuple[Link, ...] = ()
        self.invitations: dict[str, InvitationAnswer] = {}
        self.no_invitation = "This link leads to no session: it has expired."
        self.refusals: list[tuple[int, str]] = []
        self.asked: list[tuple[str, str, Any]] = []


def add_shares(hub: StubHub) -> StubShares:
    """Teach the stub to share."""
    shares = StubShares()
    root = r"/hub/api/officina/sessions"
    known = {"shares": shares}
    hub._server.request_callback.add_handlers(
        r".*",
        [
            (rf"{root}/invitation(/look)?", _Invitation, known),
            (rf"{root}/(.*shares.*)", _Shares, known),
        ],
    )
    return shares


class _Base(RequestHandler):
    def initialize(self, shares: StubShares) -> None:
        self.shares = shares

    def note(self, path: str) -> bool:
        """Whether it is refused."""
        body = json.loads(self.request.body) if self.request.body else None
        self.shares.asked.append((str(self.request.method), path, body))
        if self.request.method == "GET" or not self.shares.refusals:
            return False
        status, message = self.shares.refusals.pop(0)
        self.set_status(status)
        self.write({"status": status, "message": message})
        return True


class _Shares(_Base):
    def get(self, path: str) -> None:
        if self.note(path):
            return
        known = {"access": self.shares.access, "links": self.shares.links}
        self.write(SharesAnswer(server="", url="/user/ada/", **known).model_dump_json())

    delete = get

    def post(self, path: str) -> None:
        if path.endswith("links") and not self.note(path):
            self.write(LinkAnswer(code="the-code", link=HOUR).model_dump_json())
        elif not path.endswith("links"):
            self.get(path)


class _Invitation(_Base):
    def post(self, below: str) -> None:
        if not below:
            self.note("invitation")
        self._tell(json.loads(self.request.body)["code"])

    def _tell(self, code: str) -> None:
        found = self.shares.invitations.get(code)
        if found is None:
            self.set_status(404)
            self.write({"status": 404, "message": self.shares.no_invitation})
        else:
            self.write(found.model_dump_json())
