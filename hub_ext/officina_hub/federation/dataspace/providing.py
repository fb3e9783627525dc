"""The provider's own paths as handlers, and a server that has them all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import unquote

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.messages import LONGEST, CatalogError
from officina_hub.federation.dataspace.partner import Partner, partner_with
from officina_hub.federation.dataspace.provider import Provider
from officina_hub.federation.dataspace.vocabulary import VERSION, WELL_KNOWN
from officina_hub.federation.dataspace.web import Protocol, Rule, WhoAsks, bearer, process_rules

PIECE: Final = 256 * 1024
BASE: Final = f"/{VERSION}"


class VersionHandler(RequestHandler):
    """Unversioned and for everybody, as the protocol says."""

    def get(self) -> None:
        version = {"version": VERSION, "path": BASE, "binding": "HTTPS"}
        self.finish({"protocolVersions": [version]})


class OfProvider(Protocol):
    """Speaks with a provider's desk."""

    desk: Provider

    def refuse(self, mismatch: Mismatch) -> None:
        """An error of the catalogue."""
        self.set_status(mismatch.status)
        error = CatalogError(code=mismatch.code, reason=(mismatch.reason,))
        self.finish(error.written())


class CatalogueHandler(OfProvider):
    """``POST /catalog/request``."""

    async def post(self) -> None:
        try:
            self.finish(await self.desk.listed(self.partner(), self.request.body))
        except Mismatch as mismatch:
            self.refuse(mismatch)


class DatasetHandler(OfProvider):
    """``GET /catalog/datasets/:id``."""

    async def get(self, iri: str) -> None:
        try:
            self.finish(await self.desk.dataset(self.partner(), unquote(iri)))
        except Mismatch as mismatch:
            self.refuse(mismatch)


class BeginHandler(OfProvider):
    """``POST /negotiations/request`` and ``POST /transfers/request``."""

    async def post(self, room: str) -> None:
        async def begun() -> dict[str, Any]:
            begin = {
                "negotiations": self.desk.begin_negotiation,
                "transfers": self.desk.begin_transfer,
            }
            body = await begin[room](self.partner(), self.request.body)
            self.set_status(201)
            return body

        await self.reply(room, begun)


class DataHandler(OfProvider):
    """``GET /data/:pid``: the bytes, for the token of that transfer."""

    async def get(self, pid: str) -> None:
        try:
            path = await self.desk.data(unquote(pid), bearer(self.request))
        except Mismatch as mismatch:
            self.send_error(mismatch.status)
            return
        self.set_header("Content-Type", "application/octet-stream")
        with path.open("rb") as file:
            self.set_header("Content-Length", str(path.stat().st_size))
            while piece := file.read(PIECE):
                self.write(piece)
                await self.flush()


def provider_rules(provider: Provider, who: WhoAsks) -> list[Rule]:
    """All paths of a provider."""
    options: dict[str, Any] = {"desk": provider, "who": who}
    base = re.escape(BASE)
    return [
        (re.escape(WELL_KNOWN), VersionHandler, {}),
        (base + r"/catalog/request", CatalogueHandler, options),
        (base + r"/catalog/datasets/([^/]+)", DatasetHandler, options),
        (base + r"/(negotiations|transfers)/request", BeginHandler, options),
        (base + r"/data/([^/]+)", DataHandler, options),
        *process_rules(base, provider, who),
    ]


@asynccontextmanager
async def providing(
    provider: Provider, partners: Iterable[Partner], *, host: str, port: int
) -> AsyncIterator[int]:
    """While this lasts, partners are served; gives the port."""
    known = tuple(partners)

    def who(request: HTTPServerRequest) -> Partner | None:
        return partner_with(bearer(request), known)

    server = HTTPServer(
        Application([*provider_rules(provider, who)], log_function=_say_nothing),
        max_body_size=LONGEST,
        max_buffer_size=2 * LONGEST,
    )
    try:
        sockets = bind_sockets(port, host)
    except OSError as error:
        raise OfficinaError(
            f"Nothing can listen at {host}:{port} ({error.strerror}).",
            "Partners could not reach this provider.",
            "Name another with --listen HOST:PORT.",
        ) from None
    server.add_sockets(sockets)
    try:
        yield sockets[0].getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()
        await provider.stop()


def _say_nothing(handler: object) -> None:
    """The desk logs what happens; addresses of transfers are secrets."""
