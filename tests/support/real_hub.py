"""A real hub and a real proxy for one test, as processes of their own, as `officina up` runs them."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest
from jupyterhub.utils import random_port

from officina_spawners import stop_all_sessions

BIN = Path(sys.prefix, "bin")


class RealHub:
    """Hub and proxy of this configuration; ``more`` goes into their environment."""

    def __init__(self, data: Path, config: Path, more: Mapping[str, str] | None = None) -> None:
        self.data = data
        self._config = config
        self.proxy_port, hub_port, api_port = (random_port() for _ in range(3))
        self.token = secrets.token_hex(16)
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(data),
            "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16),
            "TEST_DATA": str(data),
            "TEST_TOKEN": self.token,
            "TEST_PROXY_PORT": str(self.proxy_port),
            "TEST_PROXY_API_PORT": str(api_port),
            "TEST_HUB_PORT": str(hub_port),
            **(more or {}),
        }
        addresses = ["--ip=127.0.0.1", f"--port={self.proxy_port}", "--api-ip=127.0.0.1"]
        addresses += [f"--api-port={api_port}", f"--default-target=http://127.0.0.1:{hub_port}"]
        self._proxy = self._run("proxy", [str(BIN / "configurable-http-proxy"), *addresses])
        self.hub = self.start_hub()

    def start_hub(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "jupyterhub", "-f", str(self._config)]
        self.hub = self._run("hub", command)
        while not self._answers():
            with pytest.raises(subprocess.TimeoutExpired):  # that is: it is still alive
                self.hub.wait(timeout=0.2)
        return self.hub

    def kill_hub(self) -> None:
        self.hub.kill()
        self.hub.wait()

    def api(self, method: str, path: str, body: object = None) -> object:
        with urllib.request.urlopen(self._request(method, path, body), timeout=90) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def progress(self, user: str) -> list[dict]:
        """Every event of a start, to its end: the Hub's own stream."""
        request = self._request("GET", f"users/{user}/server/progress", None)
        with urllib.request.urlopen(request, timeout=90) as stream:
            lines = [line.decode().strip() for line in stream]
        return [json.loads(line.removeprefix("data: ")) for line in lines if line]

    def session_answers(self, user: str) -> bool:
        url = f"http://127.0.0.1:{self.proxy_port}/user/{user}/api"
        with urllib.request.urlopen(url, timeout=20) as reply:
            return "version" in json.load(reply)

    def close(self) -> None:
        for process in (self.hub, self._proxy):
            process.terminate()
            process.wait(timeout=30)
        asyncio.run(stop_all_sessions(self.data / "run" / "sessions"))

    def _request(self, method: str, path: str, body: object) -> urllib.request.Request:
        return urllib.request.Request(
            f"http://127.0.0.1:{self.proxy_port}/hub/api/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}"},
        )

    def _answers(self) -> bool:
        try:
            self.api("GET", "")
        except OSError:
            return False
        return True

    def _run(self, name: str, command: list[str]) -> subprocess.Popen:
        with (self.data / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self._environment, cwd=self.data, stdout=log, stderr=log
            )
