"""A real hub, a real proxy and a real JupyterLab; and the hub is killed."""

import asyncio
import json
import os
import secrets
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from jupyterhub.utils import random_port

from officina_spawners import stop_all_sessions
from officina_spawners.records import read_record

pytestmark = [pytest.mark.sandbox, pytest.mark.kill]
CONFIG = Path(__file__).parent / "sessions" / "hub_config.py"
BIN = Path(sys.prefix, "bin")


class RealHub:
    """Hub and proxy as processes of their own, as `officina up` runs them."""

    def __init__(self, data: Path) -> None:
        self.data = data
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
        }
        addresses = ["--ip=127.0.0.1", f"--port={self.proxy_port}", "--api-ip=127.0.0.1"]
        addresses += [f"--api-port={api_port}", f"--default-target=http://127.0.0.1:{hub_port}"]
        self._proxy = self._run("proxy", [str(BIN / "configurable-http-proxy"), *addresses])
        self.hub = self.start_hub()

    def start_hub(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)]
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


@pytest.fixture
def hub(tmp_path):
    made = RealHub(tmp_path)
    yield made
    made.close()


def test_a_session_outlives_the_kill_of_its_hub_and_is_found_again(hub):
    hub.api("POST", "users/anna")
    hub.api("POST", "users/anna/server", {"user_options": {"profile": "small"}})
    events = hub.progress("anna")
    assert events[-1].get("ready"), events
    assert "JupyterLab answers" in [event["message"] for event in events]
    run_dir = hub.data / "run" / "sessions"
    before = read_record(run_dir, "anna")

    hub.kill_hub()
    assert before.outside.is_alive()
    assert hub.session_answers("anna")

    hub.start_hub()
    assert read_record(run_dir, "anna") == before
    assert hub.api("GET", "users/anna")["servers"][""]["ready"]
    assert hub.session_answers("anna")

    members = [before.outside, *before.inside.descendants()]
    hub.api("DELETE", "users/anna/server")
    assert not any(member.is_alive() for member in members)
    assert not list(run_dir.iterdir())


def test_a_hub_killed_during_a_start_takes_the_session_over_or_leaves_nothing(hub):
    hub.api("POST", "users/anna")
    hub.api("POST", "users/anna/server", {})
    run_dir = hub.data / "run" / "sessions"
    while (before := read_record(run_dir, "anna")) is None:
        with pytest.raises(subprocess.TimeoutExpired):
            hub.hub.wait(timeout=0.02)
    hub.kill_hub()
    hub.start_hub()
    while hub.api("GET", "users/anna")["pending"]:  # the Hub waits until JupyterLab has loaded
        with pytest.raises(subprocess.TimeoutExpired):
            hub.hub.wait(timeout=0.2)
    if "" in hub.api("GET", "users/anna")["servers"]:
        assert read_record(run_dir, "anna") == before
        assert hub.session_answers("anna")
    else:  # it gave up, because it did not find its hub
        assert not before.inside.is_alive()


def test_a_refusal_reaches_the_waiting_page_as_a_plain_sentence(hub):
    hub.api("POST", "users/bob")
    hub.api("POST", "users/bob/server", {"user_options": {"profile": "$(id)"}})
    told = hub.progress("bob")[-1]
    assert told["failed"]
    assert "The profiles of this hub are: small" in told["message"]
    assert "Traceback" not in (hub.data / "hub.log").read_text()


def test_refused_options_do_not_stand_in_the_way_of_the_next_start(hub):
    hub.api("POST", "users/bob")
    hub.api("POST", "users/bob/server", {"user_options": {"profile": "gone"}})
    assert hub.progress("bob")[-1]["failed"]

    hub.api("POST", "users/bob/server", {})
    assert hub.progress("bob")[-1].get("ready")
