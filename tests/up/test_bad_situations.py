"""Everything that can be wrong before the start: one sentence, a way out, and no traceback."""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from officina_hub.data_folder import DataFolder
from officina_hub.up.databases import check_gradebook
from officina_hub.up.layout import make_folder

Officina = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def data(tmp_path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    make_folder(folder)
    return folder


@pytest.fixture
def officina(free_port) -> Officina:
    """Run the real command; it must end by itself."""

    def run(
        *arguments: str, before: tuple[str, ...] = (), **options
    ) -> subprocess.CompletedProcess:
        argv = [*before, sys.executable, "-m", "officina_hub.cli", "up", *arguments]
        if "--port" not in arguments:
            argv += ["--port", str(free_port)]
        return subprocess.run(argv, capture_output=True, text=True, timeout=60, **options)

    return run


def refused(ran: subprocess.CompletedProcess[str], *parts: str) -> None:
    """It ended with code 1, one sentence that has these parts, and no trace."""
    assert ran.returncode == 1, (ran.stdout, ran.stderr)
    assert "Traceback" not in ran.stderr
    errors = [line for line in ran.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, ran.stderr
    for part in parts:
        assert part in ran.stderr


def test_a_port_in_use_is_told_with_its_program_and_another_port(data, officina, taken_port):
    ran = officina("--data-dir", str(data.root), "--port", str(taken_port))
    refused(ran, f"Port {taken_port} is in use", str(os.getpid()), "officina up --port ")


def test_a_second_start_names_the_running_one(data, officina):
    with data.lock_file.open("w") as lock:
        lock.write('{"pid": 4711, "address": "http://127.0.0.1:8000/"}')
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = officina("--data-dir", str(data.root))
        refused(ran, str(data.root), "4711", "http://127.0.0.1:8000/", "--data-dir")


def test_a_folder_of_a_newer_version_is_left_alone(data, officina):
    data.format_file.write_text("999\n")
    refused(officina("--data-dir", str(data.root)), "format 999", "newer Officina")


@pytest.mark.parametrize("kind", ["hub", "portal"])
def test_a_damaged_database_is_named_with_what_to_do(data, officina, kind):
    path = data.hub_database if kind == "hub" else data.portal_database
    path.write_bytes(b"this was a database once" * 1000)
    refused(officina("--data-dir", str(data.root)), str(path), "damaged", "backup")
    assert path.read_bytes().startswith(b"this was a database once")


def test_a_wrong_factory_file_is_told_with_its_line(data, officina):
    data.factory_toml.write_text('[login]\nprovider = "guess"\n')
    refused(officina("--data-dir", str(data.root)), "factory.toml:2", '"guess"', '"demo" or "hub"')


def test_damaged_accounts_are_told(data, officina):
    data.accounts.write_text("{")
    refused(officina("--data-dir", str(data.root)), "demo-accounts.json", "Delete the file")


def test_a_folder_that_cannot_be_made_is_told(officina, tmp_path):
    (tmp_path / "file").write_text("")
    refused(officina("--data-dir", str(tmp_path / "file" / "data")), "is a file, not a folder")


@pytest.mark.sandbox
def test_a_folder_that_cannot_be_written_is_told(officina, tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    read_only = ("bwrap", "--dev-bind", "/", "/", "--ro-bind", str(place), str(place), "--")
    ran = officina("--data-dir", str(place), before=read_only)
    refused(ran, "Read-only file system", "--data-dir")


@pytest.mark.sandbox
def test_a_small_disk_is_told_before_anything_is_made(officina, tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    small = ("bwrap", "--dev-bind", "/", "/", "--size", "4194304", "--tmpfs", str(place), "--")
    refused(officina("--data-dir", str(place), before=small), "Only 4 MiB are free", "200 MiB")


@pytest.mark.sandbox
def test_a_full_disk_is_told(officina, tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    fill = f'head -c 8M /dev/zero > "{place}/filler" 2>/dev/null; exec "$@"'
    full = ("bwrap", "--dev-bind", "/", "/", "--size", "4194304", "--tmpfs", str(place), "--")
    ran = officina("--data-dir", str(place), before=(*full, "sh", "-c", fill, "sh"))
    refused(ran, "No space left on device", "Free space")


def test_machines_get_the_error_as_json(data, officina):
    data.format_file.write_text("999\n")
    ran = officina("--json", "--data-dir", str(data.root))
    assert ran.returncode == 1
    event = json.loads(ran.stdout)
    assert event["event"] == "error"
    assert "format 999" in event["text"]


def test_a_check_tells_everything_at_once_and_changes_nothing(officina, tmp_path, taken_port):
    place = tmp_path / "nothing" / "here"
    ran = officina("--check", "--json", "--data-dir", str(place), "--port", str(taken_port))
    assert ran.returncode == 1
    found = {check["name"]: check["state"] for check in json.loads(ran.stdout)}
    assert found["port"] == "error"
    assert found["packages"] == found["data folder"] == "ok"
    assert not place.parent.exists()


def test_a_check_of_a_fine_machine_ends_with_0(data, officina):
    ran = officina("--check", "--data-dir", str(data.root))
    assert ran.returncode == 0, ran.stdout
    assert "factory.toml" in ran.stdout


def test_a_check_without_bubblewrap_tells_how_to_get_it(data, officina, tmp_path):
    path = tmp_path / "bin"
    path.mkdir()
    ran = officina("--check", "--data-dir", str(data.root), env={"PATH": str(path), "HOME": "/"})
    assert ran.returncode == 0
    assert "apt-get install bubblewrap" in ran.stdout


def test_the_data_folder_is_for_one_account_only(data):
    modes = {path: path.stat().st_mode & 0o077 for path in [data.root, *data.root.rglob("*")]}
    assert not any(modes.values()), modes


def test_a_start_keeps_what_an_admin_has_changed(data):
    kept = {path: path.read_bytes() for path in data.root.rglob("*") if path.is_file()}
    make_folder(data)
    assert kept == {path: path.read_bytes() for path in data.root.rglob("*") if path.is_file()}


def test_the_lock_is_free_again_after_the_end(data):
    from officina_hub.up.lock import FolderLock, check_not_running

    with FolderLock(data.lock_file, "http://127.0.0.1:8000/"):
        pass
    check_not_running(data.lock_file)
    assert Path(data.lock_file).read_text() == ""


def test_a_damaged_gradebook_and_an_emptied_secret_are_found_by_a_check(data, officina):
    for course, content in (("tea", b"no database" * 500), ("empty", b"")):
        (data.courses / course).mkdir()
        (data.courses / course / "gradebook.db").write_bytes(content)
    (data.courses / "linked").mkdir()
    (data.courses / "linked" / "gradebook.db").symlink_to("/dev/zero")
    (data.secrets / "receipt-key").write_text("")
    (data.portal / "cookie-secret").write_text("")
    ran = officina("--check", "--data-dir", str(data.root))
    told = ran.stdout + ran.stderr
    assert ran.returncode == 1
    assert f"{data.courses / 'tea' / 'gradebook.db'} is damaged" in told
    assert told.count("is damaged") == 1
    assert "The secret receipt-key has 0 characters" in told
    (data.secrets / "receipt-key").write_text("k" * 64)
    ran = officina("--check", "--data-dir", str(data.root))
    assert "cookie-secret has 0 characters" in ran.stdout + ran.stderr


def test_a_gradebook_is_only_read_and_a_busy_one_is_taken_for_whole(tmp_path):
    book = tmp_path / "gradebook.db"
    connection = sqlite3.connect(book)
    connection.execute("CREATE TABLE marks (x)")
    connection.commit()
    connection.execute("BEGIN EXCLUSIVE")
    before = sorted(path.name for path in tmp_path.iterdir())
    check_gradebook(book)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    connection.close()


def test_a_driver_that_is_missing_is_told_with_its_extra(data, officina):
    url = "postgresql+psycopg://me@db.example.org/officina"
    data.factory_toml.write_text(f'[portal]\ndatabase_url = "{url}"\n')
    if importlib.util.find_spec("psycopg") is None:
        told = officina("--check", "--data-dir", str(data.root))
        assert "officina[postgresql]" in told.stdout + told.stderr
