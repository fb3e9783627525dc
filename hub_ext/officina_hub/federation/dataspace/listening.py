"""A server of its own for the answers of one partner, as a command needs it while it runs.

Its address has a part that nobody guesses; where the partner has a token to show, that is asked
for beside it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import Application

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.consumer import Consumer
from officina_hub.federation.dataspace.messages import LONGEST
from officina_hub.federation.dataspace.partner import Partner, partner_with
from officina_hub.federation.dataspace.web import bearer, process_rules


@asynccontextmanager
async def listening(
    consumer: Consumer, partner: Partner, *, host: str, port: int, reached_at: str = ""
) -> AsyncIterator[None]:
    """While this lasts, the consumer is reached; ``reached_at`` is its address from outside."""

    def who(request: HTTPServerRequest) -> Partner | None:
        return partner_with(bearer(request), [partner]) if partner.expected else partner

    secret = f"/{secrets.token_urlsafe(24)}"
    server = HTTPServer(
        Application(process_rules(re.escape(secret), consumer, who), log_function=_say_nothing),
        max_body_size=LONGEST,
        max_buffer_size=2 * LONGEST,
    )
    try:
        sockets = bind_sockets(port, host)
    except OSError as error:
        raise OfficinaError(
            f"Nothing can listen at {host}:{port} ({error.strerror}).",
            "A provider's answers come to an address of this command.",
            "Name another with --listen HOST:PORT.",
        ) from None
    server.add_sockets(sockets)
    here = reached_at.rstrip("/") or f"http://{host}:{sockets[0].getsockname()[1]}"
    consumer.callback = here + secret
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
        await consumer.stop()


def _say_nothing(handler: object) -> None:
    """The desk logs what happens; addresses of callbacks are secrets."""
