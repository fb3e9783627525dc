"""TensorBoard and MLflow in a job: only where they are installed, for nobody else on the node."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from officina_widgets.tools.entries import TOOLS, available


def names(answer: Any) -> list[str]:
    return [each["name"] for each in json.loads(answer.body)["server_processes"]]


@pytest.fixture
async def tools_end(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """What was started ends with the test; jupyter-server-proxy ends it with its own process."""
    from jupyter_server_proxy import handlers

    started: list[Any] = []

    class Remembered(handlers.SupervisedProcess):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(handlers, "SupervisedProcess", Remembered)
    yield
    for each in started:
        await each.kill()


def test_only_what_the_environment_has_is_offered(tool: Path) -> None:
    assert [each.name for each in available()] == ["mlflow"]


def test_every_tool_listens_on_a_socket_and_on_no_port() -> None:
    for tool in TOOLS:
        command = " ".join(tool.command())
        assert "{unix_socket}" in command
        assert "{port}" not in command
        assert "--host" not in command
        assert tool.name != "tensorboard" or "--load_fast false" in command
        assert command.startswith(f"{sys.executable} -P -m ")


async def test_a_job_starts_the_tool_when_it_is_opened(
    tool: Path, session: Any, tools_end: None
) -> None:
    server = await session(is_job=True)
    assert names(await server.ask("server-proxy/servers-info")) == ["mlflow"]
    answer = await server.ask("mlflow/experiments?x=1", request_timeout=60)
    assert answer.code == 200, answer.body
    told = json.loads(answer.body)
    assert told["path"] == "/experiments?x=1"
    process = psutil.Process(told["pid"])
    listening = [each for each in process.net_connections("inet") if each.status == "LISTEN"]
    assert listening == []
    folder = Path(told["argv"][-1].removeprefix("--uds ")).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.stat().st_uid == os.getuid()


async def test_a_temporary_folder_too_long_for_sockets_hinders_nothing(
    tool: Path,
    session: Any,
    tools_end: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    server = await session(is_job=True)
    answer = await server.ask("mlflow/experiments?x=1", request_timeout=60)
    assert answer.code == 200, answer.body
    folder = Path(json.loads(answer.body)["argv"][-1].removeprefix("--uds ")).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.is_relative_to("/tmp/")


async def test_nobody_opens_it_without_a_login(tool: Path, session: Any) -> None:
    server = await session(is_job=True)
    for path in ("mlflow/", "server-proxy/servers-info"):
        answer = await server.ask(path, headers={"Authorization": "token wrong"})
        assert answer.code in {302, 403}, path


@pytest.mark.parametrize(
    "path",
    [
        "proxy/8888/x",
        "proxy/absolute/8888/x",
        "proxy/127.0.0.1:8888/x",
        "proxy/absolute/203.0.113.7:80/x",
        "proxy/203.0.113.7:80/x",
    ],
)
async def test_no_port_and_no_host_is_passed_on(tool: Path, session: Any, path: str) -> None:
    server = await session(is_job=True)
    assert (await server.ask(path)).code == 404


@pytest.mark.parametrize("kind", ["learner", "course"])
async def test_a_session_on_the_hubs_machine_has_none_and_imports_nothing_for_it(
    tool: Path, session: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.split(".")[0] == "jupyter_server_proxy"]:
        monkeypatch.delitem(sys.modules, name)
    server = await session(kind, is_job=False)
    assert names(await server.ask("server-proxy/servers-info")) == []
    assert (await server.ask("mlflow/x")).code == 404
    assert "jupyter_server_proxy" not in sys.modules


async def test_a_job_without_tools_imports_nothing_for_them(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.split(".")[0] == "jupyter_server_proxy"]:
        monkeypatch.delitem(sys.modules, name)
    server = await session(is_job=True)
    assert names(await server.ask("server-proxy/servers-info")) == []
    assert "jupyter_server_proxy" not in sys.modules
