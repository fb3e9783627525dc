"""One contestant's hub and proxy as processes of their own, spoken with through the proxy."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
from jupyterhub.utils import random_port
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

BIN = Path(sys.executable).parent
HUBS = Path(__file__).parent / "hub-configs"
LOOK_SECONDS = 0.1
START_SECONDS = 60
CALLS_AT_ONCE = 100
COMMAND_SECONDS = 30


@dataclass(frozen=True)
class Usage:
    """What the hub's process has used until now; its children are the commands it waited for."""

    cpu_seconds: float
    children_seconds: float
    memory_mib: float


@dataclass
class Hub:
    """``config`` names the file in ``hub-configs``; ``facts`` is what that file reads."""

    config: str
    data: Path
    slurm_conf: Path
    facts: Mapping[str, Any]
    _token: str = field(default_factory=lambda: secrets.token_hex(16))
    _ports: tuple[int, int, int] = field(default_factory=lambda: _three_ports())
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @cached_property
    def _client(self) -> AsyncHTTPClient:
        return AsyncHTTPClient(force_instance=True, max_clients=CALLS_AT_ONCE)

    async def start(self) -> None:
        """Hub and proxy, until the hub answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        proxy, hub, api = self._ports
        facts = {
            **self.facts,
            "data": str(self.data),
            "slurm_conf": str(self.slurm_conf),
            "token": self._token,
            "proxy_port": proxy,
            "hub_port": hub,
            "proxy_api_port": api,
        }
        (self.data / "facts.json").write_text(json.dumps(facts))
        command = [str(BIN / "configurable-http-proxy"), "--ip=127.0.0.1", f"--port={proxy}"]
        command += ["--api-ip=127.0.0.1", f"--api-port={api}"]
        command += [f"--default-target=http://127.0.0.1:{hub}"]
        self._run("proxy", command)
        await self.start_hub()

    async def start_hub(self) -> None:
        self._run("hub", [sys.executable, "-m", "jupyterhub", "-f", str(HUBS / self.config)])
        deadline = time.monotonic() + START_SECONDS
        while not await self._answers():
            is_over = self._processes["hub"].poll() is not None
            if is_over or time.monotonic() > deadline:
                raise RuntimeError((self.data / "hub.log").read_text()[-3000:])
            await asyncio.sleep(LOOK_SECONDS)

    def kill(self) -> None:
        """As the kernel or a power cut would."""
        self._processes["hub"].kill()
        self._processes["hub"].wait()

    async def end_hub(self) -> None:
        """As an operator does before a restart."""
        self._processes["hub"].terminate()
        await asyncio.to_thread(self._processes["hub"].wait)

    async def close(self) -> None:
        """At once: nothing of it is wanted any more; commands under way may end by themselves."""
        commands = []
        for process in reversed(self._processes.values()):
            with contextlib.suppress(psutil.NoSuchProcess):
                commands += psutil.Process(process.pid).children(recursive=True)
            process.kill()
            await asyncio.to_thread(process.wait)
        await asyncio.to_thread(psutil.wait_procs, commands, timeout=COMMAND_SECONDS)

    async def api(self, method: str, path: str, body: object = None) -> Any:
        answer = await self._client.fetch(
            HTTPRequest(
                f"http://127.0.0.1:{self._ports[0]}/hub/api/{path}",
                method=method,
                headers={"Authorization": f"token {self._token}"},
                body=_body(method, body),
                allow_nonstandard_methods=True,
                connect_timeout=60,
                request_timeout=120,
            )
        )
        return json.loads(answer.body) if answer.body else None

    async def latency_seconds(self) -> float:
        """Of one small question, through the proxy."""
        began = time.perf_counter()
        await self.api("GET", "")
        return time.perf_counter() - began

    async def servers_of(self, user: str) -> dict[str, Any]:
        """The sessions that the hub has of this person: ready, starting or stopping."""
        servers: dict[str, Any] = (await self.api("GET", f"users/{user}"))["servers"]
        return servers

    async def until_ready(self, user: str) -> bool:
        """Follow the start to its end, as the waiting page does; whether a session came of it.

        Not through the proxy: the pure-Python one ends every answer after 20 seconds, and a start
        on a busy machine may take longer.
        """
        last = b""

        def take(chunk: bytes) -> None:
            nonlocal last
            last = (last + chunk)[-4000:]

        request = HTTPRequest(
            f"http://127.0.0.1:{self._ports[1]}/hub/api/users/{user}/server/progress",
            headers={"Authorization": f"token {self._token}"},
            streaming_callback=take,
            request_timeout=300,
        )
        await self._client.fetch(request)
        return b'"ready": true' in last

    def usage(self) -> Usage:
        process = psutil.Process(self._processes["hub"].pid)
        times = process.cpu_times()
        return Usage(
            times.user + times.system,
            times.children_user + times.children_system,
            process.memory_info().rss / 2**20,
        )

    async def _answers(self) -> bool:
        try:
            await self.api("GET", "")
        except (OSError, HTTPClientError):
            return False
        return True

    def _run(self, name: str, command: list[str]) -> None:
        environment = {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "HOME": str(self.data),
            "CONFIGPROXY_AUTH_TOKEN": self._token,
            "SLURM_CONF": str(self.slurm_conf),
            "BENCH_FACTS": str(self.data / "facts.json"),
        }
        with (self.data / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command, env=environment, cwd=self.data, stdout=log, stderr=log
            )


def _body(method: str, body: object) -> bytes | None:
    if body is None:
        return None if method == "GET" else b""
    return json.dumps(body).encode()


def _three_ports() -> tuple[int, int, int]:
    return random_port(), random_port(), random_port()
