"""What every command has: help with examples, JSON, errors without a trace, a quick answer."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from officina_hub.cli.main import cli
from officina_hub.data_folder import DataFolder, default_data_dir


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command and group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = sorted(commands(cli))
EXPECTED = {
    *{("up",), ("version",), ("portal",), ("grader",), ("db", "upgrade")},
    *{("receipt", "check"), ("receipt", "hash")},
    *{("course", name) for name in ("check", "import", "list", "new", "publish")},
}


def test_every_promised_command_is_there():
    assert set(ALL) >= EXPECTED


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_with_examples(officina, path):
    answer = officina(*path, "--help")
    assert answer.exit_code == 0
    assert "Examples:" in answer.output
    assert f"officina {' '.join(path)}" in answer.output.split("Examples:")[1]


def test_version_tells_what_it_stands_on(officina):
    found = json.loads(officina("version", "--json").output)
    assert found["officina"] == "0.1.0"
    assert found["jupyterhub"].startswith("6.")
    assert "jupyterlab" in officina("version").output


def test_an_unknown_command_is_told(officina):
    answer = officina("corse")
    assert answer.exit_code == 2
    assert "No such command 'corse'" in answer.output


def test_help_needs_little_of_the_processor():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    argv = [sys.executable, "-m", "officina_hub.cli", "--help"]
    ran = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "course" in ran.stdout
    # 0.25 s were measured; the heavy imports (jupyterhub, sqlalchemy) cost 1 s each.
    assert after.ru_utime - before.ru_utime < 0.8


def test_help_imports_nothing_heavy():
    script = (
        "import sys; from click.testing import CliRunner; from officina_hub.cli.main import cli;"
        "CliRunner().invoke(cli, ['--help']);"
        "heavy = {'jupyterhub', 'sqlalchemy', 'tornado', 'nbformat', 'requests', 'psutil'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert ran.returncode == 0, ran.stderr


def test_an_error_of_ours_is_a_sentence_without_a_trace(tmp_path):
    argv = [sys.executable, "-m", "officina_hub.cli", "course", "new", str(tmp_path)]
    ran = subprocess.run(argv, capture_output=True, text=True, timeout=30)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: ")
    assert "exists already" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_data_folder_follows_its_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("OFFICINA_DATA_DIR", str(tmp_path))
    assert default_data_dir() == tmp_path


def test_the_data_folder_of_a_person_lies_in_the_home(monkeypatch):
    monkeypatch.delenv("OFFICINA_DATA_DIR", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert str(default_data_dir()) == "/home/ada/.local/share/officina"


def test_no_database_is_made_where_no_data_folder_is(officina, tmp_path):
    for folder in (tmp_path / "nope", tmp_path):
        answer = officina("db", "upgrade", "--data-dir", folder)
        assert answer.exit_code == 1
        assert "is not a data folder of Officina" in str(answer.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_portals_database_is_made_and_upgraded_once(officina, tmp_path):
    DataFolder(tmp_path).factory_toml.touch()
    first = json.loads(officina("db", "upgrade", "--data-dir", tmp_path, "--json").output)
    assert first["before"] is None
    again = officina("db", "upgrade", "--data-dir", tmp_path)
    assert "up to date" in again.output
    assert DataFolder(tmp_path).portal_database.stat().st_mode & 0o077 == 0


def test_a_damaged_database_is_not_upgraded(officina, tmp_path):
    data = DataFolder(tmp_path)
    data.portal.mkdir()
    data.portal_database.write_bytes(b"no database" * 500)
    answer = officina("db", "upgrade", "--data-dir", tmp_path)
    assert answer.exit_code == 1
    assert str(data.portal_database) in str(answer.exception)
