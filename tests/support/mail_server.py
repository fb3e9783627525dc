"""A real mail server on the loopback that keeps what it takes."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

PASSWORD = "correct horse"


class MailServer:
    """``refusal`` is what it says instead of taking an address."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.logins: list[bytes] = []
        self.was_secret = False
        self.refusal = ""
        self.port = 0
        self.taken = asyncio.Event()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.was_secret = session.ssl is not None
        found = message_from_bytes(envelope.content, policy=policy.SMTP)
        assert isinstance(found, EmailMessage)
        self.letters.append(found)
        self.taken.set()
        return "250 OK"

    def authenticate(self, *args: Any) -> AuthResult:
        login = args[-1]
        assert isinstance(login, LoginPassword)
        self.logins.append(login.login)
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)


@asynccontextmanager
async def running_mail_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[MailServer]:
    """With ``tls`` it wants STARTTLS and a login before anything else."""
    found = MailServer()
    options: dict[str, Any] = {}
    if tls is not None:
        options = {"tls_context": tls, "require_starttls": True, "auth_required": True}
        options["authenticator"] = found.authenticate
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(found, loop=loop, **options), host="127.0.0.1", port=0
    )
    found.port = server.sockets[0].getsockname()[1]
    async with server:
        yield found
