"""A terminal in somebody's running server, as JupyterLab's own terminal uses it."""

from __future__ import annotations

import asyncio
import json
import re
from typing import NamedTuple

import requests
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

CONTROLS = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\([A-Z])|\r")


class Ran(NamedTuple):
    """What a command printed, without colours, and its exit status."""

    output: str
    status: int


class Terminal:
    """Opened in the server at ``server_url`` with a token that may use it."""

    def __init__(self, server_url: str, token: str) -> None:
        self._server_url = server_url
        self._headers = {"Authorization": f"token {token}"}
        made = requests.post(f"{server_url}/api/terminals", headers=self._headers, timeout=30)
        made.raise_for_status()
        self._name = made.json()["name"]
        self._count = 0

    def run(self, command: str, *, seconds: float = 60) -> Ran:
        """Type a command and wait for its end."""
        return asyncio.run(asyncio.wait_for(self._run(command), seconds))

    async def _run(self, command: str) -> Ran:
        url = f"{self._server_url}/terminals/websocket/{self._name}".replace("http", "ws", 1)
        connection = await websocket_connect(HTTPRequest(url, headers=self._headers))
        try:
            await _await_setup(connection)
            # A terminal shows what it showed before to whoever comes back: so each end is numbered.
            self._count += 1
            line = f"echo begin-{self._count}; {command}; echo end-{self._count}-$?\n"
            await connection.write_message(json.dumps(["stdin", line]))
            return await _read_to_end(connection, self._count)
        finally:
            connection.close()
            # The socket is closed when the other side has said goodbye too.
            while await connection.read_message() is not None:
                pass


async def _await_setup(connection: WebSocketClientConnection) -> None:
    while (message := await connection.read_message()) is not None:
        if json.loads(message)[0] == "setup":
            return


async def _read_to_end(connection: WebSocketClientConnection, count: int) -> Ran:
    ran = re.compile(rf"^begin-{count}\n(.*)^end-{count}-(\d+)$", re.MULTILINE | re.DOTALL)
    seen = ""
    while (message := await connection.read_message()) is not None:
        kind, *rest = json.loads(message)
        if kind == "stdout":
            seen += rest[0]
        if found := ran.search(CONTROLS.sub("", seen)):
            return Ran(found[1], int(found[2]))
    raise AssertionError(f"the terminal was closed: {seen}")
