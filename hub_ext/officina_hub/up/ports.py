"""Choose loopback ports, and tell who holds one that is taken."""

from __future__ import annotations

import secrets
import socket

from officina_hub.data_folder import DataFolder, Ports
from officina_hub.errors import StartError

LOOPBACK = "127.0.0.1"
# Below the kernel's range for outgoing connections, which come and go at any moment.
INSIDE = range(20_000, 32_000)


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As tornado does: a port whose last connections are still fading away counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def holder_of(port: int) -> str:
    """The program that listens there, as far as this account may see it; else nothing."""
    import psutil

    for connection in psutil.net_connections(kind="tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (port,):
            if connection.pid is None:
                continue
            try:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
            except psutil.Error:
                continue
    return ""


def choose_ports(data: DataFolder, public: int) -> Ports:
    """The public port as asked for; inside the ones used last, because sessions know them.

    Raises
    ------
    StartError
        When the public port is taken.

    """
    check_public_port(public)
    last = data.ports()
    taken = {public}
    inside: dict[str, int] = {}
    for name in ("proxy_api", "hub", "portal"):
        port = getattr(last, name) if data.ports_file.exists() else 0
        if port == 0 or port in taken or not is_free(port):
            port = _free_port(taken)
        taken.add(port)
        inside[name] = port
    return Ports(public=public, **inside)


def check_public_port(port: int) -> None:
    """Raise :class:`StartError` where the address that people open is taken or not allowed."""
    if is_free(port):
        return
    holder = holder_of(port)
    by = f" by {holder}" if holder else ""
    raise StartError(
        f"Port {port} is in use{by}.",
        "So the pages could not be opened there.",
        f"End that program, or choose another port: officina up --port {_free_port({port})}",
    )


def _free_port(taken: set[int]) -> int:
    """A port that nobody listens on, by chance, so that two first starts hardly meet."""
    while True:
        port = secrets.choice(INSIDE)
        if port not in taken and is_free(port):
            return port
