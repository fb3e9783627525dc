"""A provider that takes a request for a contract and then says nothing, as one with people does."""

from __future__ import annotations

import json
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.vocabulary import CONTEXT


class SilentProvider:
    """On loopback; ``heard`` are the types of the messages that came."""

    def __init__(self, dataset: Dataset) -> None:
        self.heard: list[str] = []
        self.dataset = {"@context": [CONTEXT], **dataset.written()}
        socket, port = bind_unused_port()
        self.address = f"http://127.0.0.1:{port}"
        self._server = HTTPServer(Application([("/(.*)", _Speaks, {"provider": self})]))
        self._server.add_socket(socket)

    async def close(self) -> None:
        """Stop listening."""
        self._server.stop()
        await self._server.close_all_connections()


class _Speaks(RequestHandler):
    def initialize(self, provider: SilentProvider) -> None:
        self.provider = provider

    def get(self, path: str) -> None:
        if path == ".well-known/dspace-version":
            version = {"version": "2025-1", "path": "/dsp", "binding": "HTTPS"}
            self.finish({"protocolVersions": [version]})
        else:
            self.finish(self.provider.dataset)

    def post(self, path: str) -> None:
        message: dict[str, Any] = json.loads(self.request.body)
        self.provider.heard.append(message["@type"])
        if path == "dsp/negotiations/request":
            names = {"consumerPid": message["consumerPid"], "providerPid": "urn:uuid:theirs"}
            self.set_status(201)
            self.finish(
                {
                    "@context": [CONTEXT],
                    "@type": "ContractNegotiation",
                    **names,
                    "state": "REQUESTED",
                }
            )
