"""Posting a request for access as JSON to an address that ``factory.toml`` names.

It blocks, so it runs in a thread. Where the connection leads is looked at once it is made, before
anything is said: a name that leads into a private network later than it was looked up would
otherwise get what is meant for somebody outside. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from officina_hub.factory.requests import Requests
from officina_hub.portal.store.request_letters import Letter

PATIENCE_SECONDS = 20.0
NOT_AGAIN = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})


class PostRefused(OSError):  # noqa: N818 - the name is what happened
    """The other side answered that it does not take it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the address answered {status}")
        self.status = status

    @property
    def is_final(self) -> bool:
        """Whether it will say the same again."""
        return self.status in NOT_AGAIN


class PrivateAddress(OSError):  # noqa: N818
    """The address leads into a private network, and nobody has allowed that."""


class TokenUnfit(OSError):  # noqa: N818
    """The file of the token holds something that is no token; what it is stays unsaid."""


def post(letter: Letter, facts: Requests) -> None:
    """Return once the other side has taken it; raises ``OSError`` or ``HTTPException``."""
    url = urlsplit(letter.address)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "officina",
        # The same letter posted twice is known by this.
        "Idempotency-Key": f"{letter.request.id}-{letter.step}",
    }
    # A letter goes where its person was told that it would, which may be a ticket system that the
    # factory has left since. The token is for the one that stands in factory.toml now.
    if facts.post_token_file and letter.address == facts.post:
        headers["Authorization"] = f"Bearer {_token(Path(facts.post_token_file))}"
    connection = _connection(url.scheme, url.hostname or "", url.port)
    try:
        connection.connect()
        if not facts.post_private:
            _check_public(connection)
        connection.request("POST", url.path or "/", json.dumps(content_of(letter)), headers)
        answer = connection.getresponse()
        if not 200 <= answer.status < 300:
            raise PostRefused(answer.status)
    finally:
        connection.close()


def content_of(letter: Letter) -> dict[str, Any]:
    """What is posted: the request as REST shows it, and which of its steps is the news."""
    request = letter.request.model_dump(mode="json", exclude={"has_news", "told"})
    return {"request": request, "step": letter.step}


def _token(file: Path) -> str:
    # Looked at here, because http.client repeats a header that it refuses, and so would the log.
    token = file.read_bytes().strip()
    if not re.fullmatch(rb"[!-~]+", token):
        raise TokenUnfit(
            f"{file} holds no token of one line of plain characters, so nothing was posted; write "
            "the token alone into it"
        )
    return token.decode("ascii")


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE_SECONDS, context=context)
    return http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)


def _check_public(connection: http.client.HTTPConnection) -> None:
    peer = str(connection.sock.getpeername()[0])
    if not ipaddress.ip_address(peer.partition("%")[0]).is_global:
        raise PrivateAddress(
            f"{connection.host} leads to {peer}, which is no public address, so nothing was said "
            "there; post_private in [requests] of factory.toml allows it"
        )
