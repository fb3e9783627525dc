"""The gate at which a session's kernels ask their server, and the key that opens it."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.httputil import HTTPHeaders

PATH: Final = "officina/kernel"
ANYWHERE: Final = frozenset({"", "*", "0.0.0.0", "::", "localhost"})  # noqa: S104 - not bound here


class KernelGate:
    """One for each server; its key ends with it."""

    def __init__(self, serverapp: ServerApp) -> None:
        self._serverapp = serverapp
        self.key = secrets.token_urlsafe(32)

    @property
    def url(self) -> str:
        """Where kernels of this machine reach it; empty where they need more than an address."""
        server = self._serverapp
        if server.sock or server.certfile:
            return ""  # a Unix socket, or internal_ssl, which wants a certificate of who asks
        host = "127.0.0.1" if server.ip in ANYWHERE else server.ip
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{server.port}" + url_path_join(server.base_url, PATH)

    def opens_for(self, headers: HTTPHeaders) -> bool:
        """Whether who asks has the key and is no browser, which would tell where it comes from."""
        given = headers.get("Authorization", "").removeprefix("token ").encode()
        is_page = "Origin" in headers or "Sec-Fetch-Site" in headers
        return hmac.compare_digest(given, self.key.encode()) and not is_page
