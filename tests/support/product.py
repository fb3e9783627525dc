"""The whole product, started the way a person starts it, for tests that walk through it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
import requests
from ports import unused_port

OFFICINA = Path(sys.executable).with_name("officina")
START_SECONDS = 120
# Preparing all shipped courses takes graders a while, which only tests of the first start need.
ONE_COURSE = '[portal]\nshipped_courses = ["first-steps"]\n'
STOP_SECONDS = 60


class Product:
    """One running Officina; ``accounts`` maps names to passwords."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.accounts: Mapping[str, str] = {}
        self.process: subprocess.Popen[str] | None = None
        self._sessions: list[HubSession] = []

    @classmethod
    def start(cls, data_dir: Path, port: int | None = None, factory: str = ONE_COURSE) -> Product:
        """Start and wait for the line that says it is ready; ``factory`` is its first file."""
        product = cls(data_dir, port or unused_port())
        errors = data_dir.parent / f"{data_dir.name}.stderr"
        if factory and not (data_dir / "factory.toml").exists():
            data_dir.mkdir(exist_ok=True)
            (data_dir / "factory.toml").write_text(factory)
        with errors.open("w") as stderr:
            product.process = subprocess.Popen(
                [OFFICINA, "up", "--json", "--data-dir", data_dir, "--port", str(product.port)],
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env={"PATH": os.environ["PATH"], "HOME": str(Path.home()), "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        product._read_until_ready(errors)
        return product

    def _read_until_ready(self, errors: Path) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            event = json.loads(line)
            if event.get("event") == "ready":
                self.accounts = {one["name"]: one["password"] for one in event["accounts"]}
                return
        raise AssertionError("officina up ended:\n" + "".join(seen) + errors.read_text())

    def stop(self) -> int:
        """Stop as Ctrl-C does; returns the exit status."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.send_signal(signal.SIGINT)
        self.process.stdout.close()
        for session in self._sessions:
            session.http.close()
        return self.process.wait(STOP_SECONDS)

    def descendants(self) -> list[psutil.Process]:
        """Every process that the supervisor answers for, sessions included."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def named(self, kind: str) -> list[str]:
        """The names of the programs of a kind: of ``grader`` there are several."""
        pids = json.loads((self.data_dir / "run" / "pids.json").read_text())
        return sorted(name for name in pids if name.split("-")[0] == kind)

    def program(self, name: str) -> psutil.Process:
        """The running ``hub``, ``proxy``, ``portal`` or ``grader-1``, once it runs (again)."""
        pause = threading.Event()
        for _ in range(10 * START_SECONDS):
            pid = json.loads((self.data_dir / "run" / "pids.json").read_text()).get(name)
            with contextlib.suppress(psutil.NoSuchProcess):
                found = psutil.Process(pid)
                if found.status() != psutil.STATUS_ZOMBIE:
                    return found
            pause.wait(0.1)
        raise AssertionError(f"{name} did not come back in {START_SECONDS} s")

    def log_in(self, name: str) -> HubSession:
        """A browser without a window, logged in as one of the demo accounts."""
        self._sessions.append(HubSession(self, name))
        return self._sessions[-1]


class HubSession:
    """One person's cookies, and the token made with them."""

    def __init__(self, product: Product, name: str) -> None:
        self.product = product
        self.name = name
        self.http = requests.Session()
        page = self.http.get(f"{product.address}/hub/login", timeout=30)
        page.raise_for_status()
        answer = self.http.post(
            f"{product.address}/hub/login",
            data={
                "username": name,
                "password": product.accounts[name],
                "_xsrf": self.http.cookies.get("_xsrf", path="/hub/") or _xsrf(page.text),
            },
            allow_redirects=False,
            timeout=30,
        )
        assert answer.status_code == 302, answer.text

    def hub(self, method: str, path: str, **options: Any) -> requests.Response:
        """One call of the Hub's own REST API with all that this person may do."""
        return requests.request(
            method,
            f"{self.product.address}/hub/api/{path}",
            headers={"Authorization": f"token {self.token}"},
            timeout=60,
            **options,
        )

    @cached_property
    def token(self) -> str:
        """A token as made on the Hub's token page."""
        answer = self.http.post(
            f"{self.product.address}/hub/api/users/{self.name}/tokens",
            params={"_xsrf": self.http.cookies.get("_xsrf", path="/hub/")},
            json={"note": "test"},
            timeout=60,
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])


def _xsrf(page: str) -> str:
    found = re.search(r'name="_xsrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]
