"""A real proxy of `officina up`, and uploads larger than the package alone would take."""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from jupyterhub.utils import random_port

MIB = 1024 * 1024
LIMIT = 200 * MIB
PIECE = bytes(range(256)) * 4096  # 1 MiB


class Sink(BaseHTTPRequestHandler):
    """Tells what came; and answers a GET with as much as its path asks for."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        digest, size = hashlib.sha256(), 0
        while left and (piece := self.rfile.read(min(left, MIB))):
            digest.update(piece)
            size += len(piece)
            left -= len(piece)
        self._answer(json.dumps({"size": size, "sha256": digest.hexdigest()}).encode())

    def do_GET(self) -> None:
        self._answer(bytes(int(self.path.strip("/")) * MIB))

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


class Proxy:
    """The proxy before a sink."""

    def __init__(self, folder: Path, target: int) -> None:
        self.port = random_port()
        argv = [sys.executable, "-m", "officina_hub.up.proxy", str(LIMIT), "--ip=127.0.0.1"]
        argv += [f"--port={self.port}", f"--api-port={random_port()}", "--api-ip=127.0.0.1"]
        argv += [f"--default-target=http://127.0.0.1:{target}", "--log-level=warning"]
        argv += ["--proxy-timeout=60000"]
        with (folder / "proxy.log").open("wb") as log:
            self.process = subprocess.Popen(argv, cwd=folder, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while not self._answers() and time.monotonic() < until:
            with pytest.raises(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.1)

    def memory_mib(self) -> int:
        """The most memory it has ever had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) // 1024

    def ask(self, method: str, path: str, **how: Any) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, **how)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/0")[0] == 200
        except OSError:
            return False


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    sink = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    thread = threading.Thread(target=sink.serve_forever)
    thread.start()
    made = Proxy(tmp_path, sink.server_address[1])
    yield made
    made.process.terminate()
    made.process.wait(timeout=10)
    sink.shutdown()
    thread.join()
    sink.server_close()


@pytest.mark.parametrize("is_chunked", [False, True])
def test_an_upload_of_120_mb_passes_whole_and_not_through_memory(
    proxy: Proxy, is_chunked: bool
) -> None:
    before = proxy.memory_mib()
    headers = {} if is_chunked else {"Content-Length": str(120 * MIB)}
    pieces = (PIECE for _ in range(120))
    status, answer = proxy.ask(
        "POST", "/upload", body=pieces, headers=headers, encode_chunked=is_chunked
    )

    assert status == 200
    assert json.loads(answer) == {
        "size": 120 * MIB,
        "sha256": hashlib.sha256(PIECE * 120).hexdigest(),
    }
    assert proxy.memory_mib() - before < 40
    folder = Path(f"/proc/{proxy.process.pid}/cwd")
    assert [path.name for path in folder.iterdir()] == ["proxy.log"]


def test_more_than_the_limit_is_refused(proxy: Proxy) -> None:
    headers = {"Content-Length": str(LIMIT + 1)}
    status, _ = proxy.ask("POST", "/upload", body=b"", headers=headers)

    assert status == 400


def test_a_body_without_content_arrives_as_such(proxy: Proxy) -> None:
    status, answer = proxy.ask("POST", "/upload")

    assert (status, json.loads(answer)["size"]) == (200, 0)


def test_a_download_of_120_mb_passes_whole(proxy: Proxy) -> None:
    status, answer = proxy.ask("GET", "/120")

    assert (status, len(answer)) == (200, 120 * MIB)
