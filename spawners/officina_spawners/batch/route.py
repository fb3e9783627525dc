"""The way from the proxy to a session whose job runs elsewhere by now."""

from __future__ import annotations

import logging
from typing import Any

from jupyterhub.app import JupyterHub

log = logging.getLogger(__name__)


async def route_to(spawner: Any, address: str, port: int) -> None:
    """Lead the Hub and its proxy there, if they lead elsewhere."""
    server = spawner.server
    if server is None or (server.ip, server.port) == (address, port):
        return
    log.warning("the session of %s answers at %s:%s now", spawner._log_name, address, port)
    server.ip, server.port = address, port
    spawner.user.db.commit()
    if JupyterHub.initialized():
        await JupyterHub.instance().proxy.add_user(spawner.user, spawner.name)
