"""A Hub with a cluster in memory, whose portal prepares sessions for Ada and Bob."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from memory_cluster import MemoryCluster
from prestart_hub import Portal, prestart_app
from session_hub import SessionHub, people_of, session_server

from officina_spawners.batch import sites


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prestarts")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(data_dir: Path) -> AsyncIterator[Any]:
    async with prestart_app(data_dir) as started:
        yield started


@pytest.fixture
def slurm(monkeypatch: pytest.MonkeyPatch) -> MemoryCluster:
    cluster = MemoryCluster()
    monkeypatch.setattr(sites, "client_of", lambda _: cluster)
    return cluster


@pytest_asyncio.fixture(loop_scope="module")
async def hub(app: Any, slurm: MemoryCluster, data_dir: Path) -> AsyncIterator[SessionHub]:
    async with people_of(app, slurm, data_dir) as found:
        yield found


@pytest.fixture
def portal(hub: SessionHub) -> Portal:
    return Portal(hub)


@pytest_asyncio.fixture(loop_scope="module")
async def port() -> AsyncIterator[int]:
    async with session_server() as found:
        yield found
