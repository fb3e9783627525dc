"""The demo login: three accounts, slow for guessers, closed for courses' servers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jupyterhub.app import JupyterHub
from tornado.web import HTTPError

from officina_hub.demo_accounts import (
    DemoAccounts,
    make_accounts,
    read_accounts,
    write_accounts,
)
from officina_hub.demo_auth import DemoAuthenticator
from officina_hub.errors import OfficinaError
from officina_hub.login_backoff import FREE_TRIES, LoginBackoff


@pytest.fixture
def accounts(tmp_path) -> DemoAccounts:
    made = make_accounts()
    write_accounts(tmp_path / "demo-accounts.json", made)
    return made


@pytest.fixture
def login(tmp_path, accounts) -> DemoAuthenticator:
    return DemoAuthenticator(accounts_file=str(tmp_path / "demo-accounts.json"))


def request(address: str = "127.0.0.1") -> Any:
    return SimpleNamespace(request=SimpleNamespace(remote_ip=address))


async def attempt(login: DemoAuthenticator, name: str, password: str) -> str | None:
    return await login.authenticate(request(), {"username": name, "password": password})


async def test_each_account_logs_in_with_its_own_password_only(login, accounts):
    for account in accounts.accounts:
        assert await attempt(login, account.name, account.password) == account.name
    first, second, _ = accounts.accounts
    assert await attempt(login, first.name, second.password) is None


async def test_names_are_taken_in_any_case(login, accounts):
    learner = accounts.accounts[0]
    assert await attempt(login, " Learner ", learner.password) == "learner"
    assert await attempt(login, "learner", learner.password.upper()) is None


@pytest.mark.parametrize(
    "name", ["", "nobody", "course-first-steps", "x" * 100_000, "\x00", "ﬁ", "\ud800"]
)
@pytest.mark.parametrize("password", ["", "x" * 100_000, "pässwörd", "\ud800"])
async def test_strange_input_is_only_a_wrong_password(login, name, password):
    assert await attempt(login, name, password) is None


async def test_a_form_without_fields_is_only_a_wrong_password(login):
    assert await login.authenticate(request(), {}) is None


async def test_guessing_is_slowed_down_with_a_sentence(login, accounts):
    for _ in range(FREE_TRIES):
        assert await attempt(login, "learner", "wrong") is None
    with pytest.raises(HTTPError) as refused:
        await attempt(login, "learner", accounts.accounts[0].password)
    assert refused.value.status_code == 429
    assert "seconds" in str(refused.value.log_message)
    assert int(refused.value.headers["Retry-After"]) >= 1


async def test_a_guesser_elsewhere_does_not_lock_out_the_learner(login, accounts):
    for _ in range(FREE_TRIES):
        await login.authenticate(request("127.0.0.9"), {"username": "learner", "password": "no"})
    assert await attempt(login, "learner", accounts.accounts[0].password) == "learner"


def test_passwords_are_long_random_and_unseen_by_others(tmp_path, accounts):
    again = make_accounts()
    passwords = {one.password for one in (*accounts.accounts, *again.accounts)}
    assert len(passwords) == 6
    assert all(len(password) == 19 for password in passwords)
    assert (tmp_path / "demo-accounts.json").stat().st_mode & 0o777 == 0o600
    assert not any(password in repr(accounts) for password in passwords)


def test_accounts_are_never_overwritten(tmp_path, accounts):
    with pytest.raises(FileExistsError):
        write_accounts(tmp_path / "demo-accounts.json", make_accounts())


@pytest.mark.parametrize("text", ["", "{", '{"accounts": []}', '{"accounts": 3}'])
def test_a_damaged_file_is_told_with_a_way_out(tmp_path, text):
    path = tmp_path / "accounts.json"
    path.write_text(text)
    with pytest.raises(OfficinaError, match="Delete the file"):
        read_accounts(path)


def test_it_refuses_a_hub_that_is_open_to_a_network(tmp_path, accounts):
    app = JupyterHub(bind_url="http://0.0.0.0:8000/", authenticator_class=DemoAuthenticator)
    with pytest.raises(SystemExit):
        DemoAuthenticator(parent=app, accounts_file=str(tmp_path / "demo-accounts.json"))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_pause_grows_to_a_minute_and_quiet_is_forgiven():
    clock = Clock()
    backoff = LoginBackoff(clock)
    pauses = []
    for _ in range(FREE_TRIES + 12):
        backoff.failed("a", "ip")
        pauses.append(backoff.seconds_to_wait("a", "ip"))
    assert pauses[FREE_TRIES - 2] == 0
    assert pauses[FREE_TRIES - 1 : FREE_TRIES + 2] == [1, 2, 4]
    assert max(pauses) == 60
    clock.now += 16 * 60
    assert backoff.seconds_to_wait("a", "ip") == 0


def test_the_table_of_failures_is_bounded(monkeypatch):
    monkeypatch.setattr("officina_hub.login_backoff.MOST_PAIRS", 10)
    backoff = LoginBackoff()
    for number in range(50):
        backoff.failed(f"name{number}", "ip")
    assert len(backoff._failures) == 10
