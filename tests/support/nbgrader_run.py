"""nbgrader as a child process: its command line, or a program of ours on its Python API."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BATCH = Path(__file__).with_name("nbgrader_batch.py")
VALIDATION = Path(__file__).with_name("nbgrader_validation.py")
COMMANDS = Path(__file__).with_name("nbgrader_commands.py")
# nbgrader would compile grammars that it never asks, for longer than it takes to start otherwise.
LATER = "from officina_courses.late_grammars import grammars_later; grammars_later()\n"
RUN = LATER + "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__')"
NO_KERNEL = "Kernel died before replying to kernel_info"


def environment() -> dict[str, str]:
    """nbgrader calls ``alembic``, which lies beside it."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def _python(program: Path) -> list[str]:
    return [sys.executable, "-P", "-W", "ignore", "-c", RUN, str(program)]


def commands(home: Path, *lines: str) -> list[tuple[int, str]]:
    """``nbgrader …`` in a course folder, one line after the other: exit status and words."""
    ran = subprocess.run(
        _python(COMMANDS),
        input=json.dumps([line.split() for line in lines]),
        cwd=home,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return [(status, said) for status, said in json.loads(ran.stdout)]


def autograde(home: Path, line: str) -> tuple[int, str]:
    """``nbgrader autograde …``, again where no kernel came up.

    A kernel's ports are chosen before it runs, and on a busy machine other programs take one.
    """
    for _ in range(3):
        [(status, said)] = commands(home, f"autograde {line} --force")
        if NO_KERNEL not in said:
            break
    return status, said


def validation(home: Path, notebooks: Sequence[Path]) -> list[dict[str, list[str]]]:
    """What ``nbgrader validate`` finds in each notebook: kinds, and the texts of cells."""
    ran = subprocess.run(
        _python(VALIDATION),
        input=json.dumps([str(notebook) for notebook in notebooks]),
        cwd=home,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: list[dict[str, list[str]]] = json.loads(ran.stdout)
    return found


def program(home: Path, text: str, *arguments: str) -> None:
    """A program on nbgrader's API in a course folder; it must end well."""
    argv = [sys.executable, "-W", "ignore", "-c", LATER + text, *arguments]
    ran = subprocess.run(argv, cwd=home, env=environment(), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]


def autograding(
    home: Path, tasks: Sequence[tuple[str, str]], penalty: str
) -> subprocess.Popen[str]:
    """``nbgrader autograde`` of these submissions on its way, all in one process."""
    (home / "tasks.json").write_text(json.dumps([[str(home), penalty, *task] for task in tasks]))
    with (home / "tasks.json").open() as file:
        return subprocess.Popen(
            _python(BATCH),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            text=True,
        )


def refusals(running: subprocess.Popen[str]) -> list[str]:
    """For each of its submissions why nbgrader gave no marks, or an empty text."""
    out, _ = running.communicate()
    assert running.returncode == 0
    found: list[str] = json.loads(out)
    return found
