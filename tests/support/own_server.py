"""A learner's own server as the Hub starts it, and what it has imported.

The real program in a process of its own, with a Hub that knows its one user. A server extension
beside it tells the names in ``sys.modules``, and whether garbage is collected.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jupyterhub
from ports import unused_port

import officina_widgets

CONFIG = Path(officina_widgets.__file__).parent / "jupyter_config" / "learner"
TOKEN = "token-ada"
ADA = {"name": "ada", "kind": "user", "groups": [], "scopes": ["access:servers"]}
SECONDS = 60.0
LOOK_SECONDS = 0.05
TELLER = """
import gc, json, sys
from tornado.web import RequestHandler

class Inside(RequestHandler):
    def get(self):
        self.finish({"modules": sorted(sys.modules), "collects": gc.isenabled()})

def _jupyter_server_extension_points():
    return [{"module": "teller"}]

def _load_jupyter_server_extension(serverapp):
    path = serverapp.web_app.settings["base_url"] + "inside"
    serverapp.web_app.add_handlers(".*$", [(path, Inside)])
"""


class OwnServer:
    """It has the files of ``home``, and answers to the token of its user."""

    def __init__(self, home: Path, hub: str) -> None:
        self._url = f"http://127.0.0.1:{unused_port()}/user/ada/"
        self._log = home.parent / "own-server.log"
        place = home.parent / "teller"
        place.mkdir()
        (place / "teller.py").write_text(TELLER)
        extensions = {"ServerApp": {"jpserver_extensions": {"teller": True}}}
        (place / "jupyter_server_config.json").write_text(json.dumps(extensions))
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "officina_widgets.singleuser", "--allow-root"],
                cwd=home,
                env={**self._environment(home, hub), **_paths(place)},
                stdout=log,
                stderr=log,
            )

    def until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS
        while not self._answers():
            is_hopeless = self.process.poll() is not None or time.monotonic() > deadline
            assert not is_hopeless, self.said()
            time.sleep(LOOK_SECONDS)

    def ask(self, path: str, body: object = None) -> Any:
        """The answer to the server's owner."""
        request = urllib.request.Request(
            self._url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)

    def modules(self) -> set[str]:
        """What it has imported by now."""
        return set(self.ask("inside")["modules"])

    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            return bool(self.ask("api"))
        except OSError:
            return False

    def _environment(self, home: Path, hub: str) -> dict[str, str]:
        own = {
            "API_URL": f"{hub}/hub/api",
            "API_TOKEN": TOKEN,
            "BASE_URL": "/",
            "CLIENT_ID": "jupyterhub-user-ada",
            "DEFAULT_URL": "/lab",
            "OAUTH_ACCESS_SCOPES": '["access:servers"]',
            "OAUTH_CALLBACK_URL": "/user/ada/oauth_callback",
            "OAUTH_SCOPES": '["access:servers"]',
            "SERVICE_PREFIX": "/user/ada/",
            "SERVICE_URL": self._url,
            "USER": "ada",
        }
        portal = {"OFFICINA_PORTAL_URL": os.environ.get("OFFICINA_PORTAL_URL", hub)}
        person = {"HOME": str(home), "LANG": "C.UTF-8"}
        return {**portal, **person, **{f"JUPYTERHUB_{name}": text for name, text in own.items()}}


def _paths(place: Path) -> dict[str, str]:
    return {
        "JUPYTER_CONFIG_PATH": f"{place}{os.pathsep}{CONFIG}",
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "PYTHONPATH": str(place),
    }


class _Hub(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({**ADA, "version": jupyterhub.__version__}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-JupyterHub-Version", jupyterhub.__version__)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def own_server(home: Path) -> Iterator[OwnServer]:
    """It answers; afterwards nothing of it is left."""
    hub = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    hub.daemon_threads = True
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server = OwnServer(home, f"http://127.0.0.1:{hub.server_port}")
    try:
        server.until_it_answers()
        yield server
    finally:
        server.process.terminate()
        server.process.wait(SECONDS)
        hub.shutdown()
        thread.join()
        hub.server_close()
