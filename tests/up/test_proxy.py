"""The proxy of `officina up` as a process: what it costs in memory, files and open doors."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ports import unused_port

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
        mib = int(self.path.strip("/"))
        self._begin(mib * MIB)
        for _ in range(mib):
            self.wfile.write(PIECE)

    def _answer(self, content: bytes) -> None:
        self._begin(len(content))
        self.wfile.write(content)

    def _begin(self, size: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Proxy:
    """The proxy before a sink."""

    def __init__(self, folder: Path, target: int) -> None:
        self.port = unused_port()
        self.api_port = unused_port()
        argv = [sys.executable, "-m", "officina_hub.up.proxy", str(LIMIT), "--ip=127.0.0.1"]
        argv += [f"--port={self.port}", f"--api-port={self.api_port}", "--api-ip=127.0.0.1"]
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

    def nameless_files(self) -> int:
        """How many files it has open that no folder knows any more: its spools."""
        links = Path(f"/proc/{self.process.pid}/fd").iterdir()
        return sum("(deleted)" in str(link.readlink()) for link in links)

    def until_files(self, number: int) -> None:
        until = time.monotonic() + 10
        while self.nameless_files() != number and time.monotonic() < until:
            with pytest.raises(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.05)

    def ask(
        self, method: str, path: str, *, port: int | None = None, **how: Any
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
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


def test_more_than_the_limit_is_refused_with_a_sentence(proxy: Proxy) -> None:
    headers = {"Content-Length": str(LIMIT + 1)}
    status, answer = proxy.ask("POST", "/upload", body=b"", headers=headers)

    assert (status, b"larger than 200 MiB" in answer) == (413, True)


def test_the_api_takes_only_what_a_route_needs(proxy: Proxy) -> None:
    route = json.dumps({"target": "http://127.0.0.1:9"})
    large = {"Content-Length": str(2 * MIB)}

    assert proxy.ask("POST", "/api/routes/a", port=proxy.api_port, body=route)[0] == 201
    assert proxy.ask("POST", "/api/routes/a", port=proxy.api_port, headers=large)[0] == 400


def test_an_upload_that_is_cut_off_leaves_no_file(proxy: Proxy) -> None:
    """Pins what tornado does: on_connection_close is called for a body that ends too early."""
    with socket.create_connection(("127.0.0.1", proxy.port)) as browser:
        browser.sendall(b"POST / HTTP/1.1\r\nHost: hub\r\nContent-Length: 104857600\r\n\r\n")
        browser.sendall(PIECE * 20)
        proxy.until_files(1)
        assert proxy.nameless_files() == 1
    proxy.until_files(0)

    assert proxy.nameless_files() == 0


def test_a_body_without_content_arrives_as_such(proxy: Proxy) -> None:
    status, answer = proxy.ask("POST", "/upload")

    assert (status, json.loads(answer)["size"]) == (200, 0)


def test_a_download_of_300_mb_passes_whole_and_not_through_memory(proxy: Proxy) -> None:
    before = proxy.memory_mib()
    status, answer = proxy.ask("GET", "/300")

    assert status == 200
    assert answer == PIECE * 300
    assert proxy.memory_mib() - before < 40


def test_a_browser_that_reads_nothing_does_not_fill_the_memory(proxy: Proxy) -> None:
    before = proxy.memory_mib()
    with socket.create_connection(("127.0.0.1", proxy.port)) as browser:
        browser.sendall(b"GET /300 HTTP/1.1\r\nHost: hub\r\n\r\n")
        assert browser.recv(5) == b"HTTP/"
        for _ in range(3):
            assert proxy.ask("GET", "/50")[0] == 200  # time passes for the one that waits

    assert proxy.memory_mib() - before < 40
