"""The mocked Hub with the door for sessions of a class, and a portal that may use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import session_hub
from jupyterhub import orm
from jupyterhub.tests.mocking import MockHub
from session_hub import Answer, SessionHub

from officina_hub.scopes import PRESTART_SESSIONS
from officina_hub.session_api import prestart_handlers

PORTAL = "token-of-the-portal"
PLAN = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-2222-3333-4444-555555555555"
GPU: dict[str, str | int] = {"profile": "gpu", "gpus": 1, "minutes": 60}


@asynccontextmanager
async def prestart_app(data_dir: Path) -> AsyncIterator[Any]:
    """The running Hub, and nobody in it."""
    MockHub.clear_instance()
    config = session_hub._config(data_dir)
    config.JupyterHub.extra_handlers[:0] = prestart_handlers.handlers()
    config.JupyterHub.services.append({"name": "officina", "api_token": PORTAL})
    config.JupyterHub.load_roles = [
        {"name": "portal", "scopes": [PRESTART_SESSIONS], "services": ["officina"]}
    ]
    app = MockHub.instance(config=config)
    await app.initialize([])
    await app.start()
    yield app
    app.log.handlers = []
    MockHub.clear_instance()
    await app.stop()


class Portal:
    """What the portal asks of that Hub."""

    def __init__(self, hub: SessionHub) -> None:
        self.hub = hub

    async def quotes(self, *users: str, **choice: Any) -> Any:
        body = {"users": users, "choice": choice or GPU}
        answer = await self.hub.ask("POST", "officina/prestarts/quotes", PORTAL, body)
        assert answer.status == 200, answer.json
        return answer.json

    async def put(self, user: str, plan: str = PLAN, token: str = PORTAL, **choice: Any) -> Answer:
        body = {"plan": plan, "course": "tea", "by": "tina", "choice": choice or GPU}
        path = f"officina/prestarts/seats/{user}"
        return await self.hub.ask("PUT", path, token, body)

    async def start(self, user: str, plan: str = PLAN, **choice: Any) -> Any:
        answer = await self.put(user, plan, **choice)
        assert answer.status == 200, answer.json
        return answer.json

    async def state(self, user: str, plan: str = PLAN) -> Any:
        body = {"plan": plan, "users": [user]}
        answer = await self.hub.ask("POST", "officina/prestarts/states", PORTAL, body)
        assert answer.status == 200, answer.json
        return answer.json["seats"][0]

    async def end(self, user: str, plan: str = PLAN) -> Any:
        path = f"officina/prestarts/seats/{user}?plan={plan}"
        answer = await self.hub.ask("DELETE", path, PORTAL)
        assert answer.status == 200, answer.json
        return answer.json

    def open(self, user: str) -> None:
        """Its person logs in to the server: the Hub gives out a token of its OAuth client."""
        spawner = self.hub.spawner(user)
        orm.APIToken.new(
            user=self.hub.app.users[user].orm_user,
            oauth_client=spawner.orm_spawner.oauth_client,
            scopes=[f"access:servers!server={user}/"],
        )
        self.hub.app.db.commit()
