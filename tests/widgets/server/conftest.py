"""Starts the real Jupyter server with our configuration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from served import CONFIG, Server, running

Serve = Callable[..., Awaitable[Server]]


@pytest.fixture
async def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Serve]:
    """Starts a server with the configuration of a learner's session or of a course's own."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))
    async with AsyncExitStack() as stack:

        async def start(kind: str) -> Server:
            monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG / kind))
            return await stack.enter_async_context(running())

        yield start
