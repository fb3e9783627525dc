"""The small process beside the server tells the Hub the port, and then the end."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from officina_spawners.batch import launcher

SERVER = """
import http.server, os, signal, sys
port = int(os.environ["JUPYTERHUB_SERVICE_URL"].rpartition(":")[2].partition("/")[0])
signal.signal(signal.SIGTERM, signal.SIG_IGN)
http.server.HTTPServer(("127.0.0.1", port), http.server.BaseHTTPRequestHandler).serve_forever()
"""


class Door:
    """Takes whatever comes."""

    def __init__(self) -> None:
        self.reports: queue.Queue[dict[str, object]] = queue.Queue()
        reports = self.reports

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                reports.put(json.loads(self.rfile.read(length)))
                self.send_response(201)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Not a word."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    yield door
    door.server.shutdown()
    door.server.server_close()


@pytest.fixture
def job(door: Door) -> Iterator[subprocess.Popen[bytes]]:
    """A job whose server takes its time to end, and has reported its port."""
    environment = {
        "PATH": os.environ["PATH"],
        "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:0/user/ada/",
        "JUPYTERHUB_API_TOKEN": "a-token",
        "OFFICINA_DOOR": f"http://127.0.0.1:{door.server.server_port}/",
    }
    command = [sys.executable, "-I", launcher.__file__, sys.executable, "-c", SERVER]
    running = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        assert set(door.reports.get(timeout=60)) == {"port"}
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def test_when_all_of_the_job_is_told_to_end_the_hub_hears_at_once(
    door: Door, job: subprocess.Popen[bytes]
) -> None:
    os.killpg(job.pid, signal.SIGTERM)
    assert door.reports.get(timeout=60) == {"ending": True}
    assert job.poll() is None


def test_when_the_server_ends_by_itself_the_hub_hears_at_once(
    door: Door, job: subprocess.Popen[bytes]
) -> None:
    job.kill()
    job.wait()
    assert door.reports.get(timeout=60) == {"ending": True}
    assert door.reports.empty()
