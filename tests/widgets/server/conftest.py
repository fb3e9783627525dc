"""Starts the real Jupyter server with our configuration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from served import CONFIG, Server, running

from officina_widgets.environment import (
    SESSION_KEY_VARIABLE,
    SESSION_URL_VARIABLE,
    TOKEN_VARIABLE,
)
from officina_widgets.kernel_environment import GATE

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


@pytest.fixture
async def gated(ada: Path, portal: Any, serve: Any) -> Any:
    """A learner's server that its kernels can reach."""
    running = await serve("learner")
    running.app.port = running.port
    return running


@pytest.fixture
def kernel(gated: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of a kernel; returns the key."""
    gate = gated.app.web_app.settings[GATE]
    monkeypatch.setenv(SESSION_URL_VARIABLE, gate.url)
    monkeypatch.setenv(SESSION_KEY_VARIABLE, gate.key)
    monkeypatch.delenv(TOKEN_VARIABLE)
    return str(gate.key)
