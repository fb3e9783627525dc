"""Which Python the jobs of the demo with Slurm run where several checkouts share its folder."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
CALL = 'say() { printf "%s\\n" "$*" >&2; }; source "$1"; shift; slurm_facts "$@"'

Facts = Callable[[Path], str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "the data"
    folder.mkdir()
    return folder


@pytest.fixture
def facts(data: Path) -> Facts:
    """What a checkout with this Python says on the terminal about the shared facts."""

    def call(python: Path) -> str:
        given = [data, SCRIPTS / "slurm_demo.toml", python, "/slurm.conf"]
        command = ["bash", "-euo", "pipefail", "-c", CALL, "bash", SCRIPTS / "_slurm_facts.sh"]
        ran = subprocess.run([*command, *given], capture_output=True, text=True, check=True)
        return ran.stderr

    return call


def checkout(folder: Path) -> Path:
    """The Python of a checkout that has been started there."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / ".venv" / "officina-installed").touch()
    return python


def program(data: Path) -> str:
    told = tomllib.loads((data / "factory.toml").read_text())
    return str(told["environments"][0]["program"][0])


def test_the_first_checkout_writes_its_own(data: Path, facts: Facts, tmp_path: Path) -> None:
    python = checkout(tmp_path / "first")
    assert facts(python).startswith(f"Wrote {data}/factory.toml")
    assert program(data) == str(python)
    assert facts(python) == ""


def test_a_second_checkout_runs_its_own_code_and_leaves_the_rest(
    data: Path, facts: Facts, tmp_path: Path
) -> None:
    first, second = checkout(tmp_path / "first"), checkout(tmp_path / "a & b|c")
    facts(first)
    file = data / "factory.toml"
    file.write_text(file.read_text().replace("Demo AI Factory", "Ours & theirs \\\\ 1"))
    file.chmod(0o640)
    before = file.read_text()
    told = facts(second)
    assert f"named {first}, the Python of another checkout" in told
    assert f"names {second} now" in told
    assert file.read_text() == before.replace(str(first), str(second))
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in data.iterdir()] == ["factory.toml"]


def test_the_python_of_a_checkout_that_is_gone_is_replaced(
    data: Path, facts: Facts, tmp_path: Path
) -> None:
    facts(tmp_path / "gone" / "bin" / "python")
    python = checkout(tmp_path / "first")
    facts(python)
    assert program(data) == str(python)


def test_a_python_of_the_admins_own_is_left_and_told(
    data: Path, facts: Facts, tmp_path: Path
) -> None:
    own = tmp_path / "opt" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.touch()
    facts(own)
    told = facts(checkout(tmp_path / "first"))
    assert told.startswith(f"Note: {data}/factory.toml names {own}")
    assert program(data) == str(own)


def test_a_hub_that_runs_keeps_its_facts(data: Path, facts: Facts, tmp_path: Path) -> None:
    """``officina up`` refuses the second one then, and says how to go on."""
    first = checkout(tmp_path / "first")
    facts(first)
    lock = data / "run" / "lock"
    lock.parent.mkdir()
    lock.touch()
    command = ["flock", lock, "sh", "-c", "echo held; read end"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert facts(checkout(tmp_path / "second")) == ""
        holder.communicate("\n")
    assert program(data) == str(first)
