"""``officina up`` from the first check to the last process."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from functools import partial
from pathlib import Path

from officina_courses.whole_files import write_whole
from officina_hub.chosen_courses import chosen_courses
from officina_hub.data_folder import DataFolder, Ports
from officina_hub.demo_accounts import read_accounts
from officina_hub.errors import StartError
from officina_hub.factory import Factory, load_factory
from officina_hub.up import preflight
from officina_hub.up.afterwards import (
    end_sessions,
    has_course,
    is_open,
    jobs_going_on,
    restore_routes,
)
from officina_hub.up.announce import COURSES_ON_THE_WAY, Announcer
from officina_hub.up.check import Check
from officina_hub.up.clusters import check_programs
from officina_hub.up.databases import check_database, use_write_ahead_log
from officina_hub.up.layout import check_format, make_folder, remember_ports
from officina_hub.up.lock import FolderLock
from officina_hub.up.logs import set_aside
from officina_hub.up.ports import choose_ports, is_free
from officina_hub.up.recipes import recipes
from officina_hub.up.supervisor import Supervisor
from officina_hub.up.unbuilt_courses import unbuilt_note
from officina_hub.up.unreachable_pythons import python_checks

COURSE_SECONDS = 90.0
OPEN_SECONDS = 45.0
TRIES = 3


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
            factory = _prepare(data, announcer)
            _start_and_stay(data, factory, port, announcer)
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


def _start_and_stay(data: DataFolder, factory: Factory, port: int, announcer: Announcer) -> None:
    """Start with ports that are free; when somebody else was quicker, with others."""
    for left in range(TRIES, 0, -1):
        ports = choose_ports(data, port)
        remember_ports(data, ports)
        try:
            return asyncio.run(_supervise(data, factory, ports, announcer))
        except StartError:
            inside = (ports.proxy_api, ports.hub, ports.portal)
            if left == 1 or all(is_free(one) for one in inside):
                raise
            announcer.warn("ports", "Another program took one of our inner ports; taking others.")
    return None


def _prepare(data: DataFolder, announcer: Announcer) -> Factory:
    factory = load_factory(data.factory_toml)
    check_programs(factory)
    if factory.login.provider == "demo":
        read_accounts(data.accounts)
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
    for log in data.log.glob("*.log"):
        set_aside(log)
    return factory


async def _supervise(
    data: DataFolder, factory: Factory, ports: Ports, announcer: Announcer
) -> None:
    async def after_restart(name: str) -> None:
        write_whole(pids, json.dumps(supervisor.pids).encode())
        if name == "proxy":
            await restore_routes(data, ports)

    pids = data.run / "pids.json"
    supervisor = Supervisor(recipes(data, ports, factory), announcer, after_restart=after_restart)
    supervisor.listen_to_signals()
    try:
        if await supervisor.start():
            write_whole(pids, json.dumps(supervisor.pids).encode())
            await _welcome(data, factory, ports, supervisor, announcer)
            await supervisor.wait_for_stop()
    finally:
        await supervisor.stop(lambda: end_sessions(data))
        pids.unlink(missing_ok=True)
    announcer.stopped(jobs_going_on(data))


async def _welcome(
    data: DataFolder,
    factory: Factory,
    ports: Ports,
    supervisor: Supervisor,
    announcer: Announcer,
) -> None:
    """Tell the address once there is something to see there."""
    if (
        not await supervisor.until(lambda: is_open(data, ports), OPEN_SECONDS)
        and not supervisor.is_stopping
    ):
        announcer.warn("portal", f"The pages do not answer yet; see the logs in {data.log}")
    is_demo = factory.login.provider == "demo"
    for check in await asyncio.to_thread(lambda: tuple(python_checks(factory, data))):
        announcer.warn(check.name, check.message)
    note = ""
    shipped = chosen_courses(factory.portal.shipped_courses) if is_demo else ()
    if shipped and not await has_course(data, ports, shipped[0].name):
        announcer.step("courses", "Preparing the first course, only this once")
        first = partial(has_course, data, ports, shipped[0].name)
        if not await supervisor.until(first, COURSE_SECONDS):
            note = COURSES_ON_THE_WAY
    if supervisor.is_stopping:
        return
    if is_demo and (unbuilt := unbuilt_note(factory, data)):
        announcer.warn("courses", unbuilt)
    accounts = read_accounts(data.accounts) if is_demo else None
    announcer.ready(f"http://127.0.0.1:{ports.public}/", accounts, note)


def _warn_or_raise(check: Check, announcer: Announcer) -> None:
    if check.state == "error":
        raise StartError(check.message, "", "")
    if check.state == "warning":
        announcer.warn(check.name, check.message)
