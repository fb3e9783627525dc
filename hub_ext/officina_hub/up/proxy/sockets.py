"""The package's handler, whose WebSockets keep what both sides agreed on.

configurable-http-proxy 0.4.0 sends a browser's binary messages on as text, which breaks those that
are not UTF-8, and does not tell the browser which subprotocol the target chose. Browsers then close
the connection, and JupyterLab reaches each kernel only at its second try. Delete this when the
package does both.
"""

from __future__ import annotations

from configurable_http_proxy.handlers import ProxyHandler  # type: ignore[import-untyped]


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
        self.ws_client.write_message(message, binary=isinstance(message, bytes))
