"""Connections of urllib3 that go where the ``Way`` allows and count by the ``Allowance``."""

from __future__ import annotations

import socket
import ssl
from typing import Any, NamedTuple, cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from officina_hub.federation.fetching.allowance import Allowance
from officina_hub.federation.fetching.way import Way


class Gate(NamedTuple):
    """What every connection of one fetcher asks."""

    way: Way
    allowance: Allowance


class _Counted:
    """Bytes and seconds are counted here; http.client reads with ``recv_into`` only."""

    allowance: Allowance

    def recv_into(self, *arguments: Any) -> int:
        line = cast("Any", super())
        line.settimeout(self.allowance.silence())
        count: int = line.recv_into(*arguments)
        self.allowance.arrived(count)
        return count


class CountedSocket(_Counted, socket.socket):
    """Without TLS."""


class CountedTlsSocket(_Counted, ssl.SSLSocket):
    """With TLS; what that adds is not counted, and is a small part."""


def open_socket(host: str, port: int, gate: Gate) -> CountedSocket:
    """A connection to one of the places of that host; raises ``OSError`` of the last of them."""
    failure: OSError | None = None
    for family, place in gate.way.places(host, port, gate.allowance.connecting()):
        line = CountedSocket(family, socket.SOCK_STREAM)
        line.allowance = gate.allowance
        line.settimeout(gate.allowance.connecting())
        try:
            line.connect(place)
        except OSError as error:
            line.close()
            failure = error
        else:
            return line
    raise failure or OSError("the name has no address")


class GuardedConnection(HTTPConnection):
    """HTTP."""

    def __init__(self, *arguments: Any, gate: Gate, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._gate = gate

    def _new_conn(self) -> socket.socket:
        return _connected(self, self._gate)


class GuardedTlsConnection(HTTPSConnection):
    """HTTPS; the certificate is checked against the name, wherever that led."""

    def __init__(self, *arguments: Any, gate: Gate, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._gate = gate

    def _new_conn(self) -> socket.socket:
        return _connected(self, self._gate)

    def connect(self) -> None:
        super().connect()
        cast("CountedTlsSocket", self.sock).allowance = self._gate.allowance


def _connected(connection: HTTPConnection, gate: Gate) -> socket.socket:
    port = connection.port or connection.default_port
    try:
        return open_socket(connection.host.strip("[]"), port, gate)
    except OSError as error:
        raise NewConnectionError(connection, str(error)) from error


class GuardedPool(HTTPConnectionPool):
    """Connections to one host."""

    ConnectionCls = GuardedConnection


class GuardedTlsPool(HTTPSConnectionPool):
    """Connections to one host, with TLS."""

    ConnectionCls = GuardedTlsConnection


def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, or those in ``ca_file``."""
    context = ssl.create_default_context(cafile=ca_file or None)
    context.sslsocket_class = CountedTlsSocket
    return context
