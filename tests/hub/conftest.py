"""A real Hub behind the real proxy, configured by us, with sessions that only tell their token."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import requests
from ports import unused_port

from officina_hub.data_folder import DataFolder, Ports
from officina_hub.demo_accounts import read_accounts
from officina_hub.factory import Factory
from officina_hub.secret_files import read_secret
from officina_hub.up.child import Child
from officina_hub.up.layout import make_folder, remember_ports
from officina_hub.up.ports import choose_ports
from officina_hub.up.recipes import recipes

# Stands in for jupyterhub-singleuser: answers everything with its environment.
TELLING_SESSION = """
import json, os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(dict(os.environ)).encode())

    do_HEAD = do_GET

port = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]).port
HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""

TELLING = """
c.JupyterHub.spawner_class = "simple"
c.Spawner.cmd = [{python!r}, {session!r}]
c.SimpleLocalProcessSpawner.home_dir_template = {home!r}
"""


class RealHub:
    """What tests ask of the running Hub."""

    def __init__(self, data: DataFolder, ports: Ports) -> None:
        self.data = data
        self.url = f"http://127.0.0.1:{ports.public}"
        self.api = f"{self.url}/hub/api"

    def secret(self, name: str) -> str:
        return read_secret(self.data.secrets, name)

    def ask(self, method: str, path: str, token: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"token {token}"}
        return requests.request(method, self.api + path, headers=headers, timeout=60, **options)

    def scopes(self, token: str) -> set[str]:
        answer = self.ask("GET", "/user", token)
        answer.raise_for_status()
        return set(answer.json()["scopes"])

    def log_in(self, name: str) -> requests.Session:
        """A browser that is logged in as that demo account."""
        accounts = {one.name: one.password for one in read_accounts(self.data.accounts).accounts}
        browser = requests.Session()
        browser.get(f"{self.url}/hub/login", timeout=30)
        form = {"username": name, "password": accounts[name], "_xsrf": browser.cookies["_xsrf"]}
        answer = browser.post(f"{self.url}/hub/login", data=form, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text
        return browser

    def oauth_token(self, name: str) -> str:
        """The token that the portal gets for the browser of that account."""
        answer = self.log_in(name).get(
            f"{self.api}/oauth2/authorize",
            params={
                "client_id": "service-officina",
                "redirect_uri": "/services/officina/oauth_callback",
                "response_type": "code",
            },
            allow_redirects=False,
            timeout=30,
        )
        code = re.search(r"code=([^&]+)", answer.headers["Location"])
        assert code, answer.headers
        form = {
            "client_id": "service-officina",
            "client_secret": self.secret("portal-token"),
            "grant_type": "authorization_code",
            "code": code.group(1),
            "redirect_uri": "/services/officina/oauth_callback",
        }
        answer = requests.post(f"{self.api}/oauth2/token", data=form, timeout=30)
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def session_token(self, user: str, token: str) -> str:
        """Start that user's server with ``token``, and tell the token it was given."""
        answer = self.ask("POST", f"/users/{user}/server", token)
        assert answer.status_code in {201, 202}, answer.text
        # The progress stream ends with the server: the event to wait for.
        self.ask("GET", f"/users/{user}/server/progress", token)
        environment = requests.get(f"{self.url}/user/{user}/", timeout=30).json()
        return str(environment["JUPYTERHUB_API_TOKEN"])


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    data = DataFolder(tmp_path_factory.mktemp("hub") / "data")
    make_folder(data)
    session = data.root / "session.py"
    session.write_text(TELLING_SESSION)
    home = str(data.homes / "{username}")
    telling = TELLING.format(python=sys.executable, session=str(session), home=home)
    data.hub_config.write_text(data.hub_config.read_text() + telling)
    ports = choose_ports(data, unused_port())
    remember_ports(data, ports)
    wanted = {"proxy", "hub"}
    children = [Child(one) for one in recipes(data, ports, Factory()) if one.name in wanted]
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_start(children))
        yield RealHub(data, ports)
    finally:
        loop.run_until_complete(_stop(children))
        loop.close()


async def _start(children: list[Child]) -> None:
    for child in children:
        await child.start()
        await child.wait_until_ready()


async def _stop(children: list[Child]) -> None:
    # Sessions outlive their Hub on purpose, so they are ended here.
    sessions = [each for child in children for each in psutil.Process(child.pid).children()]
    for child in reversed(children):
        await child.stop(grace_seconds=10)
    for session in sessions:
        session.kill()
        session.wait(10)
