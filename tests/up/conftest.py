"""Stand-ins for the four programs: small, quick, and each with one behaviour."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ports import unused_port

from officina_hub.demo_accounts import DemoAccounts
from officina_hub.up.announce import JobsByCluster
from officina_hub.up.child import Recipe
from officina_hub.up.http import is_answering


class Listener:
    """Remembers what the supervisor said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, str]] = []

    def step(self, name: str, text: str) -> None:
        self.said.append(("step", name, text))

    def warn(self, name: str, text: str) -> None:
        self.said.append(("warn", name, text))

    def ready(self, address: str, accounts: DemoAccounts | None, text: str) -> None:
        self.said.append(("ready", address, text))

    def stopped(self, going_on: JobsByCluster) -> None:
        self.said.append(("stopped", "", ""))

    def failed(self, text: str) -> None:
        self.said.append(("failed", "", text))


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def free_port() -> int:
    return unused_port()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


RecipeMaker = Callable[..., Recipe]


@pytest.fixture
def recipe(tmp_path: Path) -> RecipeMaker:
    """A recipe of a program given as Python source; ready when its port answers."""

    def make(name: str, source: str, port: int = 0, ready_seconds: float = 20.0) -> Recipe:
        async def is_ready() -> bool:
            return port == 0 or await is_answering(f"http://127.0.0.1:{port}/")

        return Recipe(
            name=name,
            argv=(sys.executable, "-c", source, str(port)),
            environment={"PATH": "/usr/bin:/bin"},
            folder=tmp_path,
            log=tmp_path / f"{name}.log",
            is_ready=is_ready,
            ready_seconds=ready_seconds,
        )

    return make
