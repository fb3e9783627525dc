"""The real ``officina up``: one address, three accounts, and nothing left behind."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psutil
import pytest
import requests

from officina_hub.cli.looking import looks
from officina_hub.data_folder import DataFolder

pytestmark = pytest.mark.timeout(240)


class Running:
    """One running Officina and what it said."""

    def __init__(self, data: DataFolder, port: int) -> None:
        self.data = data
        self.url = f"http://127.0.0.1:{port}"
        argv = [sys.executable, "-m", "officina_hub.cli", "up", "--json"]
        argv += ["--data-dir", str(data.root), "--port", str(port)]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
        self.ready = self.wait_for("ready")

    def wait_for(self, event: str, text: str = "") -> dict[str, Any]:
        """The next event of that kind; ends when Officina does."""
        assert self.process.stdout is not None
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            found: dict[str, Any] = json.loads(line)
            if found["event"] == event and text in found.get("text", ""):
                return found
        raise AssertionError("".join(seen))

    def password(self, name: str) -> str:
        return next(one["password"] for one in self.ready["accounts"] if one["name"] == name)

    def log_in(self, name: str) -> requests.Session:
        browser = requests.Session()
        browser.get(f"{self.url}/hub/login", timeout=30)
        form = {
            "username": name,
            "password": self.password(name),
            "_xsrf": browser.cookies.get("_xsrf", path="/hub/"),
        }
        where = {"next": "/services/officina/"}
        answer = browser.post(f"{self.url}/hub/login", data=form, params=where, timeout=30)
        assert answer.url == f"{self.url}/services/officina/", answer.text
        return browser

    def child(self, name: str) -> psutil.Process:
        return psutil.Process(json.loads((self.data.run / "pids.json").read_text())[name])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = Running(DataFolder(tmp_path_factory.mktemp("up") / "data"), port)
    yield started
    if started.process.poll() is None:
        started.process.send_signal(signal.SIGTERM)
        started.process.wait(60)
    assert started.process.stdout is not None
    started.process.stdout.close()


def test_it_prints_one_address_and_three_accounts(running):
    assert running.ready["address"] == f"{running.url}/"
    assert [one["name"] for one in running.ready["accounts"]] == ["learner", "trainer", "admin"]


@pytest.mark.parametrize("name", ["learner", "trainer", "admin"])
def test_each_account_gets_to_its_home_page(running, name):
    page = running.log_in(name).get(f"{running.url}/services/officina/", timeout=30)
    assert page.status_code == 200
    assert "<title>" in page.text


def test_the_shipped_course_is_there_and_belongs_to_the_trainer(running):
    api = f"{running.url}/services/officina/api/courses"
    courses = running.log_in("trainer").get(api, timeout=30).json()["items"]
    assert ("first-steps", "trainer") in {(one["id"], one["role"]) for one in courses}


@pytest.mark.parametrize("words", ["lumi", "first hour"])
def test_the_factories_and_the_shipped_course_are_found(running, words):
    search = f"{running.url}/services/officina/api/catalogue/search"
    browser = running.log_in("learner")
    answers = (browser.get(search, params={"q": words}, timeout=30).json() for _ in looks(60))
    assert next(answer["total"] for answer in answers if answer["total"]) >= 1


def test_everything_listens_on_this_machine_only(running):
    below = [running.process.pid]
    below += [one.pid for one in psutil.Process(running.process.pid).children(recursive=True)]
    listening = [
        connection.laddr
        for pid in below
        for connection in psutil.Process(pid).net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 4
    assert {address.ip for address in listening} <= {"127.0.0.1", "::1"}


def test_both_databases_write_ahead(running):
    for path in (running.data.hub_database, running.data.portal_database):
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nobody_else_may_read_the_data_folder(running):
    assert running.data.root.stat().st_mode & 0o077 == 0
    for path in (running.data.hub_database, running.data.portal_database):
        assert path.stat().st_mode & 0o077 == 0


def test_no_secret_stands_in_a_log_or_a_command_line(running):
    secrets = [path.read_text().strip() for path in running.data.secrets.iterdir()]
    secrets += [running.password(name) for name in ("learner", "trainer", "admin")]
    texts = [path.read_text(errors="replace") for path in running.data.log.glob("*.log")]
    texts += [" ".join(running.child(name).cmdline()) for name in ("hub", "portal", "grader-1")]
    assert not [secret for secret in secrets for text in texts if secret in text]


@pytest.mark.parametrize("name", ["grader-2", "portal", "hub", "proxy"])
def test_what_is_killed_comes_back_with_everything(running, name):
    browser = running.log_in("learner")
    running.child(name).kill()
    running.wait_for("step", f"The {name} is back")
    page = browser.get(f"{running.url}/services/officina/api/courses", timeout=30)
    assert page.status_code == 200, page.url
    assert page.json()["total"] >= 1


def test_a_second_start_is_refused_and_the_first_goes_on(running):
    argv = [sys.executable, "-m", "officina_hub.cli", "up", "--data-dir", str(running.data.root)]
    ran = subprocess.run(argv, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert re.search(rf"already runs .*process {running.process.pid}", ran.stderr)
    assert running.url in ran.stderr
    assert requests.get(f"{running.url}/hub/health", timeout=30).status_code == 200


def command_of(process: psutil.Process) -> list[str]:
    """Empty for one that has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.mark.sandbox
def test_a_stop_ends_everything_with_a_session_in_it(running):
    browser = running.log_in("learner")
    home = browser.get(f"{running.url}/hub/home", timeout=60)
    token = re.search(r'xsrf_token: "([^"]+)"', home.text)
    assert token is not None
    form = {"_xsrf": token.group(1)}
    browser.post(f"{running.url}/hub/spawn/learner", params=form, timeout=60)
    wait_for_lab(browser, running.url)
    below = psutil.Process(running.process.pid).children(recursive=True)
    assert any("officina_widgets.singleuser" in command_of(one) for one in below)
    running.process.send_signal(signal.SIGINT)
    running.wait_for("stopped")
    assert running.process.wait(30) == 0
    assert not [one for one in below if one.is_running()]


def wait_for_lab(browser: requests.Session, url: str) -> None:
    """Follow the Hub's own progress, as its page does, until the session answers."""
    page = browser.get(f"{url}/hub/spawn-pending/learner", timeout=60)
    token = re.search(r'xsrf_token: "([^"]+)"', page.text)
    progress = f"{url}/hub/api/users/learner/server/progress"
    params = {"_xsrf": token.group(1)} if token else {}
    browser.get(progress, params=params, timeout=90)
    lab = browser.get(f"{url}/user/learner/lab", timeout=60)
    assert lab.url.startswith(f"{url}/user/learner/lab"), lab.url
