"""Files as strangers write them, read with the network out of reach."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from officina_hub.catalogue.readers import Read, read_file

Reading = Callable[..., list[Read]]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whoever asks for a name or a connection while a file is read fails the test."""

    def refuse(*arguments, **options):
        raise AssertionError(f"a reader reached for the network: {arguments}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def reading(tmp_path) -> Reading:
    """Read a text or bytes as a file of this name."""

    def read(name: str, content: str | bytes, **options) -> list[Read]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_file(path, **options))

    return read
