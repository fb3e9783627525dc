"""Everything that can be known before anything starts, each with a sentence and a way out."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from officina_courses import sandbox
from officina_hub.data_folder import DataFolder
from officina_hub.demo_accounts import read_accounts
from officina_hub.errors import OfficinaError, StartError
from officina_hub.factory import load_factory
from officina_hub.graders import shared_folder
from officina_hub.secret_files import SECRETS, read_secret
from officina_hub.up.check import Check
from officina_hub.up.clusters import batch_systems, check_programs, cluster_checks
from officina_hub.up.databases import check_database, check_gradebook
from officina_hub.up.layout import check_format
from officina_hub.up.lock import check_not_running
from officina_hub.up.ports import check_public_port
from officina_hub.up.unreachable_pythons import python_checks

NEEDED_MIB = 200
SHORTEST_SECRET = 32
COMFORTABLE_MIB = 2048
PACKAGES = {
    "alembic": "hub",
    "configurable_http_proxy": "hub",
    "jupyterhub": "hub",
    "sqlalchemy": "hub",
    "jupyterlab": "user",
    "nbgrader": "user",
    "nbconvert": "grader",
}


def preflight(data: DataFolder, port: int) -> tuple[Check, ...]:
    """Look at everything, change nothing, and never stop at the first thing that is wrong."""
    return tuple(_all_checks(data, port))


def _all_checks(data: DataFolder, port: int) -> Iterator[Check]:
    yield _attempt("packages", check_packages, "all Python packages are there")
    yield isolation_check()
    yield _attempt("data folder", lambda: check_writable(data.root), f"{data.root} can be written")
    yield disk_check(data.root)
    yield _attempt("data format", lambda: check_format(data), "made by this version or a new one")
    yield _attempt("second start", lambda: check_not_running(data.lock_file), "no other one runs")
    yield _attempt("port", lambda: check_public_port(port), f"port {port} is free")
    if data.factory_toml.exists():
        yield from _factory_checks(data)
    if data.accounts.exists():
        yield _attempt("demo accounts", lambda: read_accounts(data.accounts), "can be read")
    for name, path, what in databases(data):
        yield _attempt(name, partial(check_database, path, what), "is whole")
    for book in sorted(data.courses.glob("*/gradebook.db")):
        yield _attempt(f"gradebook {book.parent.name}", partial(check_gradebook, book), "is whole")
    yield _attempt("secrets", lambda: check_secrets(data), "those that are there are long enough")


def _factory_checks(data: DataFolder) -> Iterator[Check]:
    """What factory.toml says, and whether this machine can do it."""
    reading = _attempt("factory.toml", lambda: load_factory(data.factory_toml), "is right")
    yield reading
    if reading.state != "ok":
        return
    yield _attempt("database driver", partial(check_driver, data), "is there")
    factory = load_factory(data.factory_toml)
    if factory.clusters:
        name = batch_systems(factory)
        programs = _attempt(name, lambda: check_programs(factory), "all its programs are here")
        yield programs
        if programs.state == "ok":
            yield from cluster_checks(factory)
    if factory.grading.kind == "slurm":
        shared = Path(factory.grading.slurm.folder)
        looked = f"their folder {shared} is private and has the courses"
        yield _attempt("graders in Slurm", lambda: shared_folder.check(data, shared), looked)
    yield from python_checks(factory, data)


def databases(data: DataFolder) -> tuple[tuple[str, Path, str], ...]:
    """The SQLite files by name, with what they hold."""
    return (
        ("hub database", data.hub_database, "who has logged in, groups and running sessions"),
        ("portal database", data.portal_database, "enrolments, submissions, receipts and marks"),
    )


def check_packages() -> None:
    """Raise where a package is missing."""
    missing = {
        name: extra for name, extra in PACKAGES.items() if importlib.util.find_spec(name) is None
    }
    if missing:
        extras = ",".join(sorted(set(missing.values())))
        raise StartError(
            f"Python packages are missing: {', '.join(sorted(missing))}.",
            "Without them Officina has no Hub, no sessions or no grader.",
            f"Install them: '{sys.executable}' -m pip install 'officina[{extras}]'",
        )


def isolation_check() -> Check:
    """Whether learners' code can be kept apart on this machine."""
    isolation = sandbox.probe()
    if isolation.is_possible:
        return Check(name="sandbox", state="ok", message=f"bubblewrap works ({isolation.kind})")
    return Check(
        name="sandbox",
        state="warning",
        message=f"{isolation.reason}. Until then sessions run as plain processes of this account, "
        "and submissions are not graded (see [grading] isolation in factory.toml).",
    )


def check_driver(data: DataFolder) -> None:
    """Raise where the package is missing that speaks with the database of factory.toml."""
    from officina_hub.portal.db.engine import make_engine
    from officina_hub.up.portal_database import portal_database_url

    make_engine(portal_database_url(data)).dispose()


def check_secrets(data: DataFolder) -> None:
    """Raise where a secret's file is there and was emptied or cut short."""
    for name in SECRETS:
        if (data.secrets / name).exists():
            read_secret(data.secrets, name)
    own = data.portal / "cookie-secret"
    if own.exists() and own.stat().st_size < SHORTEST_SECRET:
        raise StartError(
            f"The secret {own} has {own.stat().st_size} characters.",
            "The portal signs its cookies with it, and a short one could be guessed.",
            "Delete the file and start again; everybody then logs in anew.",
        )


def check_writable(folder: Path) -> None:
    """Raise where a file cannot be made in that folder, or the folder itself cannot be made."""
    place = folder
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise StartError(
            f"{place} is a file, not a folder.",
            "Officina keeps everything below its data folder.",
            "Name another one with --data-dir.",
        )
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".officina-") as probe:
            probe.write(b"x" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        raise StartError(
            f"Nothing can be written to {place} ({error.strerror}).",
            "Officina keeps users, submissions and marks there.",
            "Free space or mend its permissions, or name another folder with --data-dir.",
        ) from None


def disk_check(folder: Path) -> Check:
    """How much room there is."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free >> 20
    if free < NEEDED_MIB:
        state, advice = "error", f"At least {NEEDED_MIB} MiB are needed: delete something."
    elif free < COMFORTABLE_MIB:
        state, advice = "warning", "That is little for a class: think of making room."
    else:
        return Check(name="disk", state="ok", message=f"{free} MiB are free")
    return Check(
        name="disk",
        state="error" if state == "error" else "warning",
        message=f"Only {free} MiB are free on the disk of {place}. When it is full, submissions "
        f"are refused. {advice}",
    )


def _attempt(name: str, look: Callable[[], object], fine: str) -> Check:
    try:
        look()
    except OfficinaError as error:
        return Check(name=name, state="error", message=str(error))
    return Check(name=name, state="ok", message=fine)
