"""``scripts/run`` with a Python that only pretends: what it says, and when it installs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "run"

# Stands in for a Python: makes an environment whose pip writes down that it was called, and whose
# officina says its arguments.
PRETENDED = """#!/bin/bash
case "$*" in
    *version_info\\ \\<*) exit 0 ;;
    *ensurepip*) exit {ensurepip} ;;
    *-venv*) echo python3-venv ;;
    "-m venv "*)
        mkdir -p "$3/bin"; cp "$0" "$3/bin/python"
        printf '#!/bin/bash\\nprintf "[%%s]" "$@"\\n' >"$3/bin/officina"
        chmod +x "$3/bin/officina" ;;
    *"pip install"*) echo "$*" >>"{calls}"; echo "{says}"; exit {pip} ;;
esac
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tools(tmp_path) -> Path:
    """Everything a small system has, but nothing that could install something."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for tool in {*Path("/bin").iterdir(), *Path("/usr/bin").iterdir()}:
        is_wanted = tool.name not in {"apt-get", "bwrap"} and "python" not in tool.name
        if is_wanted and not (folder / tool.name).exists():
            (folder / tool.name).symlink_to(tool)
    return folder


@pytest.fixture
def run(tmp_path, tools) -> Run:
    """Run the script from another folder, into a place with a space in its name."""

    def call(*arguments: str, ensurepip=0, pip=0, says="", **variables: str):
        python = tmp_path / "python"
        calls = tmp_path / "calls"
        text = PRETENDED.format(ensurepip=ensurepip, pip=pip, says=says, calls=calls)
        python.write_text(text)
        python.chmod(0o755)
        environment = {
            "PATH": str(tools),
            "HOME": str(tmp_path),
            "OFFICINA_PYTHON": str(python),
            "OFFICINA_VENV": str(tmp_path / "the venv"),
            **variables,
        }
        return subprocess.run(
            [SCRIPT, *arguments], env=environment, cwd="/", capture_output=True, text=True
        )

    return call


def calls(tmp_path: Path) -> int:
    path = tmp_path / "calls"
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_the_first_start_installs_and_hands_its_arguments_on(run, tmp_path):
    ran = run("--data-dir", "my data", "--port", "8080")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "[up][--data-dir][my data][--port][8080]"
    assert calls(tmp_path) == 1
    assert "[hub,user,grader]" in (tmp_path / "calls").read_text()


def test_the_second_start_installs_nothing(run, tmp_path):
    run()
    ran = run()
    assert ran.returncode == 0
    assert "Installing" not in ran.stderr
    assert calls(tmp_path) == 1


def test_help_names_the_cluster_and_installs_nothing(run, tmp_path):
    ran = run("--help")
    assert ran.returncode == 0, ran.stderr
    assert "scripts/run --slurm" in ran.stdout
    assert "set -euo" not in ran.stdout
    assert calls(tmp_path) == 0


def test_help_has_the_arguments_that_are_handed_on_once_it_is_installed(run):
    run()
    ran = run("--slurm", "--help")
    assert ran.returncode == 0, ran.stderr
    assert "scripts/run --slurm" in ran.stdout
    assert ran.stdout.endswith("[up][--help]")


def test_a_failed_install_is_tried_again_the_next_time(run, tmp_path):
    assert run(pip=1).returncode == 1
    (tmp_path / "the venv" / "bin" / "python").unlink()
    assert run().returncode == 0
    assert calls(tmp_path) == 2


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("NewConnectionError: Failed to establish", "package index does not answer"),
        ("something else", "The whole story is in"),
    ],
)
def test_a_failed_install_says_why_and_what_to_do(run, says, told):
    ran = run(pip=1, says=says)
    assert ran.returncode == 1
    assert told in ran.stderr
    assert ran.stdout == ""


def test_a_missing_venv_module_is_told_with_the_package(run, tmp_path):
    ran = run(ensurepip=1)
    assert ran.returncode == 1
    assert "sudo apt-get install -y python3-venv" in ran.stderr
    assert calls(tmp_path) == 0


def test_a_missing_bubblewrap_is_a_note_only(run):
    ran = run()
    assert ran.returncode == 0
    assert "sudo apt-get install -y bubblewrap" in ran.stderr


def test_a_place_that_cannot_be_written_is_told_with_another(run):
    ran = run(OFFICINA_VENV="/proc/nowhere/venv")
    assert ran.returncode == 1
    assert "/proc/nowhere/venv cannot be written" in ran.stderr
    assert "OFFICINA_VENV=" in ran.stderr


def test_the_script_can_be_run_by_everybody():
    assert os.access(SCRIPT, os.X_OK)
