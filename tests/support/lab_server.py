"""A Jupyter server of its own process, as a session runs it, and a Hub that knows its end."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ports import unused_port

import officina_widgets

CONFIG = Path(officina_widgets.__file__).parent / "jupyter_config" / "learner"
# As sessions do, it compiles no grammars that nobody asks.
SERVER = (
    "from officina_courses.late_grammars import grammars_later; grammars_later(); "
    "from jupyter_server.serverapp import launch_new_instance; launch_new_instance()"
)
PATIENCE_SECONDS = 60
LAUNCH_PAGE = "/services/officina/launch"


class LabServer:
    """It has the files of ``home``; ``more`` goes into its environment, ``options`` to it."""

    def __init__(self, home: Path, more: dict[str, str], *options: str) -> None:
        self.home = home
        self.port = unused_port()
        self._token = secrets.token_hex(16)
        self.log = home.parent / f"{home.name}.log"
        environment = {
            "HOME": str(home),
            "JUPYTER_CONFIG_PATH": str(CONFIG),
            "LANG": "C.UTF-8",
            "PATH": f"{home}/bin:{sys.prefix}/bin:/usr/bin:/bin",
            **more,
        }
        arguments = [f"--port={self.port}", "--ServerApp.port_retries=0", "--no-browser"]
        arguments += [f"--IdentityProvider.token={self._token}", "--allow-root", *options]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", SERVER, *arguments],
                cwd=home,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}?token={self._token}"

    def close(self) -> None:
        """It may hang while a kernel starts (jupyter-server 2.21), which is not what is tested."""
        self.process.terminate()
        try:
            self.process.wait(4)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address("api"), timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log.read_text(errors="replace"))


class _OwnSession(BaseHTTPRequestHandler):
    ends_at = datetime.now(UTC)

    def do_GET(self) -> None:
        answer = {"ends_at": self.ends_at.isoformat(), "extension": {"minutes": 60}}
        self._send({**answer, "user": "ada", "server": "", "launch_page": LAUNCH_PAGE})

    def do_POST(self) -> None:
        type(self).ends_at += timedelta(minutes=60)
        self._send({"minutes": 60, "ends_at": self.ends_at.isoformat()})

    def _send(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hub_of_one_session(seconds_left: float) -> Iterator[dict[str, str]]:
    """A Hub that gives an hour more when asked; yields what its session's environment has."""
    ends_at = datetime.now(UTC) + timedelta(seconds=seconds_left)
    handler = type("Handler", (_OwnSession,), {"ends_at": ends_at})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    api_url = f"http://127.0.0.1:{server.server_port}/hub/api"
    try:
        yield {
            "JUPYTERHUB_API_URL": api_url,
            "JUPYTERHUB_API_TOKEN": "t",
            "OFFICINA_DOOR": f"{api_url}/officina/sessions/port",
            "SLURM_JOB_END_TIME": str(int(ends_at.timestamp())),
            "SLURM_JOB_ID": str(os.getpid()),
        }
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
