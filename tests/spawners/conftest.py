"""Sessions for the tests: a real user and spawner of JupyterHub, a real sandbox, a small server."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyterhub import orm
from jupyterhub.objects import Hub
from jupyterhub.tests.conftest import db  # noqa: F401 - JupyterHub's own fixture
from jupyterhub.user import User
from traitlets.config import Config

from officina_spawners import OfficinaSpawner

SESSIONS = Path(__file__).parent / "sessions"
PROBE = (sys.executable, str(SESSIONS / "probe_server.py"))
HUB_SECRET = "secret-of-the-hub"


class House:
    """A data folder, and the spawners that work in it."""

    def __init__(self, data_dir: Path, session: Any) -> None:
        self.data_dir = data_dir
        self._db = session
        self._used: list[OfficinaSpawner] = []
        self.config = Config()
        self.config.OfficinaSpawner.data_dir = str(data_dir)
        self.config.OfficinaSpawner.software_dirs = [str(SESSIONS)]
        self.config.OfficinaSpawner.cmd = list(PROBE)
        self.config.OfficinaSpawner.stop_grace_seconds = 5.0

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run" / "sessions"

    def user(self, name: str, *groups: str) -> User:
        found = orm.User.find(self._db, name)
        if found is None:
            found = orm.User(name=name, groups=[orm.Group(name=group) for group in groups])
            self._db.add(found)
            self._db.commit()
        return User(found, {"config": self.config})

    def spawner(self, name: str, *groups: str, **knobs: Any) -> OfficinaSpawner:
        user = self.user(name, *groups)
        made: OfficinaSpawner = user._new_spawner(
            "", spawner_class=OfficinaSpawner, hub=Hub(), api_token=f"token-of-{name}", **knobs
        )
        self._used.append(made)
        return made

    async def close(self) -> None:
        for spawner in self._used:
            await spawner.stop(now=True)


class Session:
    """What a test can ask of the inside of a running session."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/"

    async def run(self, code: str) -> Any:
        """Run Python inside; what it leaves in ``answer``."""
        return await asyncio.to_thread(self._post, code)

    def _post(self, code: str) -> Any:
        request = urllib.request.Request(self._url, data=code.encode())
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)


@pytest.fixture
def database(db: Any) -> Iterator[Any]:  # noqa: F811
    """The Hub's, closed again, which JupyterHub's own fixture leaves undone."""
    yield db
    db.close()
    db.get_bind().dispose()


@pytest.fixture
async def house(
    tmp_path: Path, database: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setenv("CONFIGPROXY_AUTH_TOKEN", HUB_SECRET)
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o700)
    (data_dir / "secrets").mkdir(mode=0o700)
    (data_dir / "secrets" / "proxy-token").write_text(HUB_SECRET)
    made = House(data_dir, database)
    yield made
    await made.close()


@pytest.fixture
def started(house: House) -> Callable[..., Any]:
    """Start the session of a user and speak with its inside."""

    async def start(name: str, *groups: str, **knobs: Any) -> tuple[OfficinaSpawner, Session]:
        spawner = house.spawner(name, *groups, **knobs)
        _, port = await spawner.start()
        return spawner, Session(port)

    return start


@pytest.fixture
def is_root() -> bool:
    return os.geteuid() == 0
