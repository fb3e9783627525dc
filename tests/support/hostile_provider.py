"""A provider that negotiates by the book, and lies where a test says so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, Self

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from officina_hub.factory.dataspaces import Dataspace
from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.vocabulary import CONTEXT, HTTP_ENDPOINT

THEY: Final = "did:web:provider.example"
WE: Final = "did:web:bakery.example"
USE: Final = {"action": "use"}
Give = Callable[[RequestHandler], Awaitable[None]]


def dataset(name: str = "urn:uuid:prices", title: str = "Prices", **terms: Any) -> dict[str, Any]:
    """An entry of its catalogue, with one offer."""
    offer = {"@id": f"{name}:offer", "@type": "Offer", **(terms or {"permission": [USE]})}
    return {
        "@context": [CONTEXT],
        "@id": name,
        "@type": "Dataset",
        "dct:title": title,
        "hasPolicy": [offer],
        "distribution": [{"@type": "Distribution", "format": "HttpData-PULL"}],
    }


async def give_prices(handler: RequestHandler) -> None:
    """Data as they should be."""
    handler.write(b"hour,price\n0,7\n")


class HostileProvider:
    """On loopback. ``agreement`` changes what it agrees to, ``address`` where its data lie."""

    def __init__(self, *entries: dict[str, Any], give: Give = give_prices) -> None:
        self.entries = {each["@id"]: each for each in entries or (dataset(),)}
        self.give = give
        self.agreement: dict[str, Any] = {}
        self.endpoint = ""
        self.token = ""
        self.heard: list[str] = []
        self.asked: list[str] = []
        self.watch: Callable[[], None] = lambda: None
        self.news = asyncio.Condition()
        self._going: set[asyncio.Task[None]] = set()
        self._callbacks: dict[str, str] = {}
        socket, port = bind_unused_port()
        self.address = f"http://127.0.0.1:{port}"
        self._server = HTTPServer(Application([("/(.*)", _Speaks, {"provider": self})]))
        self._server.add_socket(socket)

    def dataspace(self, id: str = "course", **changes: Any) -> Dataspace:  # noqa: A002
        """As factory.toml would name it."""
        facts = {"id": id, "address": self.address, "participant": THEY, "ourselves": WE}
        return Dataspace.model_validate({**facts, "private_network": True, **changes})

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """As a harvest reads them."""
        return tuple(Dataset.model_validate(each) for each in self.entries.values())

    async def __aenter__(self) -> Self:
        """It listens from its making on."""
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening."""
        for task in tuple(self._going):
            task.cancel()
        self._server.stop()
        await self._server.close_all_connections()

    async def note(self, path: str) -> None:
        """That something was asked for."""
        self.asked.append(path)
        async with self.news:
            self.news.notify_all()

    async def until_asked(self, ending: str, count: int = 1) -> None:
        """Wait until such an address was asked for so often."""
        async with asyncio.timeout(20), self.news:
            await self.news.wait_for(
                lambda: sum(each.endswith(ending) for each in self.asked) >= count
            )

    def hear(self, path: str, message: dict[str, Any]) -> dict[str, Any]:
        """What it answers at once; what follows is posted to the callback."""
        kind = str(message["@type"])
        self.heard.append(kind)
        pid = message["consumerPid"]
        names = {"@context": [CONTEXT], "consumerPid": pid, "providerPid": f"theirs-{pid[-12:]}"}
        if kind in {"ContractRequestMessage", "TransferRequestMessage"}:
            self._callbacks[pid] = message["callbackAddress"]
        if kind == "ContractRequestMessage":
            offer = message["offer"]
            agreed = {"@id": "urn:agreed", "@type": "Agreement", "assigner": THEY, "assignee": WE}
            agreed |= {"target": offer["target"], "timestamp": datetime.now(UTC).isoformat()}
            terms = {key: value for key, value in offer.items() if not key.startswith("@")}
            said = {"@type": "ContractAgreementMessage", "agreement": terms | agreed}
            said["agreement"] |= self.agreement
            self._say(f"negotiations/{pid}/agreement", names | said)
            return {**names, "@type": "ContractNegotiation", "state": "REQUESTED"}
        if kind == "ContractAgreementVerificationMessage":
            final = {"@type": "ContractNegotiationEventMessage", "eventType": "FINALIZED"}
            self._say(f"negotiations/{pid}/events", names | final)
        if kind == "TransferRequestMessage":
            start = {"@type": "TransferStartMessage", "dataAddress": self._data_address()}
            self._say(f"transfers/{pid}/start", names | start)
            return {**names, "@type": "TransferProcess", "state": "REQUESTED"}
        return {}

    def _data_address(self) -> dict[str, Any]:
        shown = [
            {"@type": "EndpointProperty", "name": "authorization", "value": self.token},
            {"@type": "EndpointProperty", "name": "authType", "value": "bearer"},
        ]
        return {
            "@type": "DataAddress",
            "endpointType": HTTP_ENDPOINT,
            "endpoint": self.endpoint or f"{self.address}/data",
            "endpointProperties": shown if self.token else [],
        }

    def _say(self, path: str, message: dict[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._said(path, message))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _said(self, path: str, message: dict[str, Any]) -> None:
        address = f"{self._callbacks[message['consumerPid']]}/{path}"
        headers = {"Content-Type": "application/json"}
        await AsyncHTTPClient().fetch(
            address, method="POST", headers=headers, body=json.dumps(message), raise_error=False
        )


class _Speaks(RequestHandler):
    def initialize(self, provider: HostileProvider) -> None:
        self.provider = provider

    async def get(self, path: str) -> None:
        await self.provider.note(path)
        if path == ".well-known/dspace-version":
            version = {"version": "2025-1", "path": "/dsp", "binding": "HTTPS"}
            self.finish({"protocolVersions": [version]})
        elif path.startswith("dsp/catalog/datasets/"):
            name = path.removeprefix("dsp/catalog/datasets/")
            await self.show(self.provider.entries.get(name))
        else:
            await self.provider.give(self)

    async def show(self, entry: dict[str, Any] | None) -> None:
        """The entry, as JSON with half characters escaped; ``None`` never answers."""
        if entry is None:
            await asyncio.Event().wait()
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(entry))

    async def post(self, path: str) -> None:
        answer = self.provider.hear(path, json.loads(self.request.body))
        await self.provider.note(path)
        self.set_status(201 if path.endswith("/request") else 200)
        self.finish(answer)
