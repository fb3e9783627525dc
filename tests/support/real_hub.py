"""A real hub and a real proxy as processes of their own, as `officina up` runs them."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from ports import unused_port

from officina_spawners import stop_all_sessions

BIN = Path(sys.prefix, "bin")


class RealHub:
    """Hub and proxy of this configuration; ``more`` goes into their environment."""

    def __init__(self, data: Path, config: Path, more: Mapping[str, str] | None = None) -> None:
        self.data = data
        self._config = config
        self.proxy_port, self._hub_port, api_port = (unused_port() for _ in range(3))
        self.token = secrets.token_hex(16)
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(data),
            "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16),
            "TEST_DATA": str(data),
            "TEST_TOKEN": self.token,
            "TEST_PROXY_PORT": str(self.proxy_port),
            "TEST_PROXY_API_PORT": str(api_port),
            "TEST_HUB_PORT": str(self._hub_port),
            **(more or {}),
        }
        addresses = ["--ip=127.0.0.1", f"--port={self.proxy_port}", "--api-ip=127.0.0.1"]
        addresses += [
            f"--api-port={api_port}",
            f"--default-target=http://127.0.0.1:{self._hub_port}",
        ]
        self._proxy = self._run("proxy", [str(BIN / "configurable-http-proxy"), *addresses])
        self.hub = self.start_hub()

    def set(self, name: str, value: str) -> None:
        """A variable for the hub that is started next."""
        self._environment[name] = value

    def start_hub(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "officina_hub.up.hub", "-f", str(self._config)]
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

    def knows(self, token: str) -> bool:
        """Whether that token opens anything."""
        request = self._request("GET", "user", None)
        request.add_header("Authorization", f"token {token}")
        try:
            urllib.request.urlopen(request, timeout=20).close()
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code != 403
        return True

    def events(self, user: str) -> Iterator[dict]:
        """Every event of a start as it comes, to its end; past the proxy, which collects them."""
        request = self._request("GET", f"users/{user}/server/progress", None, self._hub_port)
        with urllib.request.urlopen(request, timeout=90) as stream:
            for line in stream:
                if line.strip():
                    yield json.loads(line.decode().removeprefix("data: "))

    def progress(self, user: str) -> list[dict]:
        """All of them."""
        return list(self.events(user))

    def session_answers(self, user: str) -> bool:
        return "version" in self.session(user, "api")

    def session(self, user: str, path: str) -> dict:
        """What the session itself says there, through the proxy."""
        url = f"http://127.0.0.1:{self.proxy_port}/user/{user}/{path}"
        with urllib.request.urlopen(url, timeout=20) as reply:
            return json.load(reply)

    def close(self) -> None:
        for process in (self.hub, self._proxy):
            process.terminate()
            process.wait(timeout=120)  # a Hub first ends what its sessions still do
        asyncio.run(stop_all_sessions(self.data / "run" / "sessions"))

    def _request(
        self, method: str, path: str, body: object, port: int = 0
    ) -> urllib.request.Request:
        return urllib.request.Request(
            f"http://127.0.0.1:{port or self.proxy_port}/hub/api/{path}",
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
