"""The package's handler, whose WebSockets keep what both sides agreed on.

configurable-http-proxy 0.4.0 sends a browser's binary messages on as text, which breaks those that
are not UTF-8, and does not tell the browser which subprotocol the target chose. Browsers then close
the connection, and JupyterLab reaches each kernel only at its second try. And it writes to a side
that has closed, as every browser does in the end, with a traceback in the log. Delete this when the
package does all three.
"""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable
from typing import Any

from configurable_http_proxy.handlers import ProxyHandler  # type: ignore[import-untyped]
from tornado.websocket import WebSocketClosedError


class SocketHandler(ProxyHandler):
    """Passes on the kind of each message, and the target's subprotocol."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """What the target chose: the package connects to it first."""
        chosen: str | None = self.ws_client.selected_subprotocol if self.ws_client else None
        return chosen

    def on_message(self, message: str | bytes) -> None:
        """Send the browser's message on as what it is."""
        if not self.ws_client:
            return
        if self.target and self.target["prefix"]:
            self.proxy.update_last_activity(self.target["prefix"])
        target, is_binary = self.ws_client, isinstance(message, bytes)
        _unless_closed(lambda: target.write_message(message, binary=is_binary))

    def write_message(
        self,
        message: str | bytes | dict[str, Any],
        binary: bool = False,  # noqa: FBT001, FBT002 - as tornado has it
    ) -> Future[None]:
        """Send the target's message on, or to nobody where the browser has gone."""
        write = super().write_message
        return _unless_closed(lambda: write(message, binary=binary))


def _unless_closed(write: Callable[[], Future[None]]) -> Future[None]:
    """Write; that the other side closes, before or meanwhile, is an ordinary end."""
    try:
        sent = write()
    except WebSocketClosedError:
        sent = Future()
        sent.set_result(None)
    sent.add_done_callback(_take_note)
    return sent


def _take_note(sent: Future[None]) -> None:
    if not sent.cancelled():
        sent.exception()  # asyncio logs an error that nobody looked at
