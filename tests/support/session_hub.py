"""JupyterHub's own mocked Hub with our spawner, our session API, and a cluster in memory."""

from __future__ import annotations

import asyncio
import getpass
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from jupyterhub.proxy import Proxy
from jupyterhub.tests.mocking import MockHub
from jupyterhub.tests.utils import add_user
from memory_cluster import MemoryCluster
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from traitlets.config import Config

from officina_hub import hub_roles
from officina_hub.mail.handlers import handlers as mail_handlers
from officina_hub.session_api import nowhere, own, share_handlers
from officina_hub.session_api.desk import SETTING
from officina_hub.session_api.handlers import handlers
from officina_spawners import door, spawn_page
from officina_spawners.watching import Watchers

PEOPLE = ("ada", "bob")
API = "officina/sessions/"

PROFILES: list[dict[str, Any]] = [
    {"name": "small", "title": "Small"},
    {
        "name": "gpu",
        "title": "GPU",
        "description": "For training",
        "place": "slurm",
        "gpu_type": "a100",
        "gpus": {"min": 1, "max": 4, "default": 1},
        "minutes": {"min": 10, "max": 480, "default": 60},
        "cores": 8,
        "memory_gib": 32,
        "accounts": ["proto", "course"],
        "reservations": ["class"],
        "environments": ["pytorch"],
        "extension": "if-nobody-waits",
        "extension_minutes": 60,
    },
    {
        "name": "cpu",
        "title": "CPU",
        "place": "slurm",
        "minutes": 60,
        "extension": "never",
        "per_person": 2,
    },
    {
        "name": "slice",
        "title": "A slice",
        "place": "slurm",
        "gpu_type": "1g.5gb",
        "gpu_memory_gib": 5,
        "gpus": {"min": 1, "max": 4, "default": 1},
        "parts_per_gpu": 7,
        "accounts": ["proto"],
        "qos": ["normal", "short"],
    },
    {
        "name": "shared",
        "title": "Shared",
        "place": "slurm",
        "shards": {"min": 1, "max": 4, "default": 2},
    },
]
CLUSTERS = [{"name": "memory", "node_addresses": {"g1": "127.0.0.1", "g2": "127.0.0.1"}}]
ENVIRONMENTS = [{"name": "pytorch", "title": "PyTorch 2"}]


class Answer(NamedTuple):
    """What the Hub answered."""

    status: int
    json: Any

    @property
    def message(self) -> str:
        return str(self.json["message"])


class NoProxy(Proxy):  # type: ignore[misc]
    """Remembers routes and passes nothing on."""

    should_start = False
    routes: dict[str, Any] = {}  # noqa: RUF012

    async def add_route(self, routespec: str, target: str, data: Any) -> None:
        self.routes[routespec] = {"routespec": routespec, "target": target, "data": data}

    async def delete_route(self, routespec: str) -> None:
        self.routes.pop(routespec, None)

    async def get_all_routes(self) -> dict[str, Any]:
        return self.routes


class SessionHub:
    """The Hub and its cluster."""

    def __init__(self, app: Any, slurm: MemoryCluster, data_dir: Path) -> None:
        self.app = app
        self.slurm = slurm
        self.data_dir = data_dir
        self.tokens = {name: self.token(name) for name in PEOPLE}

    def token(self, name: str, scopes: list[str] | None = None) -> str:
        """A new token of that person, with everything that they may, or with these scopes."""
        user = add_user(self.app.db, self.app, name=name)
        made = user.new_api_token(scopes=scopes) if scopes else user.new_api_token()
        return str(made)

    def spawner(self, name: str) -> Any:
        return self.app.users[name].spawners[""]

    async def ask(
        self, method: str, path: str, who: str = "ada", body: Any = None, **headers: str
    ) -> Answer:
        """``body``: bytes as they are, everything else as JSON."""
        token = self.tokens.get(who, who)
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = HTTPRequest(
            self.app.hub.url + "api/" + path,
            method=method,
            headers={**({"Authorization": f"token {token}"} if token else {}), **headers},
            body=b"" if sent is None and method == "POST" else sent,
            request_timeout=20,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        return Answer(answer.code, json.loads(answer.body) if answer.body else None)

    async def offers(self, who: str = "ada", query: str = "") -> Any:
        answer = await self.ask("GET", f"{API}offers{query}", who)
        assert answer.status == 200, answer.json
        return answer.json

    async def offer(self, profile: str, who: str = "ada") -> Any:
        found = await self.offers(who)
        return next(each for each in found["profiles"] if each["name"] == profile)

    async def mine(self, who: str = "ada") -> Any:
        """The default server of that person."""
        answer = await self.ask("GET", f"{API}mine", who)
        assert answer.status == 200, answer.json
        return answer.json["sessions"][0]

    async def mine_when(self, state: str, who: str = "ada") -> Any:
        """The default server, as soon as it is there."""
        async with asyncio.timeout(20):
            while (found := await self.mine(who))["state"] != state:
                pass  # each question is a request, so the Hub goes on meanwhile
        return found

    async def start(self, who: str = "ada", **options: Any) -> str:
        """Ask for a session; its job waits in the queue then, and this is its number."""
        count = len(self.slurm.submitted)
        answer = await self.ask("POST", f"users/{who}/server", who, {"user_options": options})
        assert answer.status == 202, answer.json
        async with asyncio.timeout(10):
            await self.slurm.is_submitted.wait()
        self.slurm.is_submitted.clear()
        return str(1001 + count)

    async def run(self, job: str, port: int, who: str = "ada", *, minutes: int = 60) -> Any:
        """Let the job run, report its port as its launcher does, and wait until it is ready."""
        self.slurm.run(job, minutes=minutes)
        token = self.slurm.submitted[int(job) - 1001][2]["JUPYTERHUB_API_TOKEN"]
        answer = await self.ask("POST", f"{API}port", token, {"port": port})
        assert answer.status == 201, answer.json
        return await self.mine_when("running", who)


class _Server(RequestHandler):
    """Answers for a single-user server."""

    def get(self) -> None:
        self.set_header("X-JupyterHub-Version", "6")
        self.finish("{}")


@asynccontextmanager
async def session_server() -> AsyncIterator[int]:
    """A port where something answers, as a session would."""
    socket, port = bind_unused_port()
    server = HTTPServer(Application([(r".*", _Server)]))
    server.add_socket(socket)
    yield port
    server.stop()
    await server.close_all_connections()


@asynccontextmanager
async def mocked_hub(data_dir: Path) -> AsyncIterator[Any]:
    """The running Hub with these profiles, and nobody in it."""
    MockHub.clear_instance()
    app = MockHub.instance(config=_config(data_dir))
    await app.initialize([])
    await app.start()
    yield app
    app.log.handlers = []
    MockHub.clear_instance()
    await app.stop()


@asynccontextmanager
async def people_of(app: Any, slurm: MemoryCluster, data_dir: Path) -> AsyncIterator[SessionHub]:
    """Ada and Bob, newly come; they and all that the Hub remembers go when the test ends."""
    hub = SessionHub(app, slurm, data_dir)
    yield hub
    await Watchers.of_this_loop().close()
    for user in list(app.users.values()):
        for spawner in user.spawners.values():
            start = spawner._spawn_future
            if start and not start.done():
                start.cancel()
                await asyncio.gather(start, return_exceptions=True)
        app.users.delete(user)
    app.tornado_settings.pop(SETTING, None)
    for folder in ("run", "recent-choices"):
        shutil.rmtree(data_dir / folder, ignore_errors=True)


def _config(data_dir: Path) -> Config:
    config = Config()
    config.JupyterHub.spawner_class = "officina_spawners.OfficinaSpawner"
    config.JupyterHub.proxy_class = NoProxy
    spawn_page.take_the_place()
    config.JupyterHub.extra_handlers = [
        *door.handlers(),
        *handlers(),
        *own.handlers(),
        *mail_handlers(),
        *share_handlers.handlers(),
        *nowhere.handlers(),
    ]
    config.JupyterHub.custom_scopes = hub_roles.custom_scopes()
    config.JupyterHub.cleanup_servers = False
    config.JupyterHub.allow_named_servers = True
    config.JupyterHub.named_server_limit_per_user = 3
    config.JupyterHub.cookie_secret = bytes(32)
    config.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0, "slow_stop_timeout": 5}
    config.JupyterHub.services = [{"name": "stranger", "api_token": "token-of-a-service"}]
    config.OfficinaSpawner.data_dir = str(data_dir)
    config.OfficinaSpawner.profiles = PROFILES
    config.OfficinaSpawner.clusters = CLUSTERS
    config.OfficinaSpawner.environments = ENVIRONMENTS
    config.OfficinaSpawner.unix_accounts = {name: getpass.getuser() for name in PEOPLE}
    return config
