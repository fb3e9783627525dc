"""The bakery's side of the Dataspace Protocol 2025-1: it sends messages and listens for the provider's.

It decides nothing: which message is sent, and whether terms are good, is the notebook's.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from urllib.parse import quote, urlsplit

PATIENCE = 10  # seconds


class TestProvider:
    """The test provider as a program of its own. It ends with ``stop()``, or with the notebook."""

    def __init__(self, seed, hours):
        program = Path(__file__).with_name("test_provider.py")
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(program), "--seed", str(seed), "--hours", str(hours)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.address = self._process.stdout.readline().strip()
        if not self.address:
            raise RuntimeError("The test provider did not start. Restart the kernel and run the notebook from its beginning.")

    def stop(self):
        """End the program."""
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


class Connector:
    """Sends messages to a provider. In a ``with`` block it listens for the provider's messages, too."""

    def __init__(self, address):
        self.root = address
        versions = self.get("/.well-known/dspace-version")[1]["protocolVersions"]
        self.base = next(each["path"] for each in versions if each["version"] == "2025-1")
        self.callback = ""
        self._heard = queue.Queue()
        self._server = None

    def __enter__(self):
        heard = self._heard = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                heard.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words):
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def server_bind(self):
                TCPServer.server_bind(self)
                self.server_name, self.server_port = self.server_address[:2]

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.callback = f"http://127.0.0.1:{self._server.server_address[1]}/bakery"
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hear(self):
        """The next message of the provider."""
        try:
            return self._heard.get(timeout=PATIENCE)
        except queue.Empty:
            raise RuntimeError(f"The provider sent nothing for {PATIENCE} seconds. Was the last message right?") from None

    def send(self, path, message):
        """Send a message to a path of the protocol; returns the status and the answer."""
        return self._ask("POST", self.base + path, json.dumps(message), {"Content-Type": "application/json"})

    def ask(self, path):
        """Ask a path of the protocol; returns the status and the answer."""
        return self.get(self.base + path)

    def get(self, path, token=None):
        """Ask any path of the provider; data comes as bytes."""
        return self._ask("GET", path, None, {"Authorization": f"Bearer {token}"} if token else {})

    def _ask(self, method, path, body, headers):
        parts = urlsplit(self.root)
        connection = HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        try:
            connection.request(method, quote(path), body, headers)
            response = connection.getresponse()
            content = response.read()
            is_json = response.headers.get("Content-Type", "").startswith("application/json")
            return response.status, json.loads(content) if is_json else content
        finally:
            connection.close()
