"""``officina up`` from the first check to the last process."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from officina_hub.data_folder import DataFolder, Ports
from officina_hub.demo_accounts import DemoAccounts, read_accounts
from officina_hub.errors import OfficinaError, StartError
from officina_hub.factory import Factory, load_factory
from officina_hub.secret_files import read_secret
from officina_hub.up import preflight
from officina_hub.up.announce import COURSES_ON_THE_WAY, Announcer
from officina_hub.up.check import Check
from officina_hub.up.databases import check_database, use_write_ahead_log
from officina_hub.up.http import ask
from officina_hub.up.layout import check_format, make_folder, remember_ports
from officina_hub.up.lock import FolderLock
from officina_hub.up.logs import set_aside
from officina_hub.up.ports import choose_ports
from officina_hub.up.recipes import recipes
from officina_hub.up.supervisor import Supervisor


def run(data: DataFolder, port: int, announcer: Announcer) -> None:
    """Start everything, stay until asked to stop, and end everything.

    Raises
    ------
    OfficinaError
        When it cannot start; what was started by then has been ended.

    """
    address = f"http://127.0.0.1:{port}/"
    preflight.check_packages()
    preflight.check_writable(data.root)
    _warn_or_raise(preflight.disk_check(data.root), announcer)
    check_format(data)
    try:
        make_folder(data)
        with FolderLock(data.lock_file, address):
            factory, ports = _prepare(data, port, announcer)
            asyncio.run(_supervise(data, factory, ports, announcer))
    except OSError as error:
        raise explained(error, data.root) from error


def explained(error: OSError, folder: Path) -> StartError:
    """An error of the operating system as a sentence with a way out."""
    place = error.filename or folder
    return StartError(
        f"{place}: {error.strerror or error}.",
        "Officina keeps its data there and cannot go on without.",
        "Free space, mend the permissions, or name another folder with --data-dir.",
    )


def _prepare(data: DataFolder, port: int, announcer: Announcer) -> tuple[Factory, Ports]:
    factory = load_factory(data.factory_toml)
    for _name, path, what in preflight.databases(data):
        check_database(path, what)
    try:
        use_write_ahead_log(data.hub_database)
    except sqlite3.Error as error:
        raise StartError(
            f"The database {data.hub_database} cannot be written ({error}).",
            "The Hub keeps logins and sessions there.",
            "Free space or mend its permissions, then start again.",
        ) from None
    _warn_or_raise(preflight.isolation_check(), announcer)
    ports = choose_ports(data, port)
    remember_ports(data, ports)
    for recipe in recipes(data, ports, factory):
        set_aside(recipe.log)
    return factory, ports


async def _supervise(
    data: DataFolder, factory: Factory, ports: Ports, announcer: Announcer
) -> None:
    async def tell_hub(name: str) -> None:
        if name == "proxy":
            await _restore_routes(data, ports)

    supervisor = Supervisor(recipes(data, ports, factory), announcer, after_restart=tell_hub)
    supervisor.listen_to_signals()
    try:
        if await supervisor.start():
            (data.run / "pids.json").write_text(json.dumps(supervisor.pids))
            address = f"http://127.0.0.1:{ports.public}/"
            announcer.ready(address, _accounts(factory, data), await _courses_note(data, ports))
            await supervisor.wait_for_stop()
    finally:
        await supervisor.stop(lambda: _end_sessions(data))
        (data.run / "pids.json").unlink(missing_ok=True)
    announcer.stopped()


async def _end_sessions(data: DataFolder) -> Sequence[str]:
    from officina_spawners.cleanup import stop_all_sessions

    return await stop_all_sessions(data.sessions, grace_seconds=3.0)


async def _restore_routes(data: DataFolder, ports: Ports) -> None:
    """A new proxy knows no routes: let the Hub tell it at once instead of in five minutes."""
    token = read_secret(data.secrets, "supervisor-token")
    await ask(f"{ports.hub_api_url}/proxy", {"Authorization": f"token {token}"}, method="POST")


async def _courses_note(data: DataFolder, ports: Ports) -> str:
    """One sentence where nothing can be learned yet because courses are still being prepared."""
    token = read_secret(data.secrets, "supervisor-token")
    try:
        answer = await ask(
            f"{ports.portal_url}/api/courses?limit=1", {"Authorization": f"token {token}"}
        )
        has_courses = json.loads(answer.body).get("total", 0) > 0
    except (OSError, ValueError, AttributeError):
        return ""
    return "" if has_courses else COURSES_ON_THE_WAY


def _accounts(factory: Factory, data: DataFolder) -> DemoAccounts | None:
    return read_accounts(data.accounts) if factory.login.provider == "demo" else None


def _warn_or_raise(check: Check, announcer: Announcer) -> None:
    if check.state == "error":
        raise OfficinaError(check.message, "", "")
    if check.state == "warning":
        announcer.warn(check.name, check.message)
