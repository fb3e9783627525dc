"""Graders that start at once: forks of a process that has imported everything already.

They are the real ones, each a process of its own; only a start of Python, which takes seconds, is
spared.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import psutil


class Nursery:
    """Starts graders by their numbers; use it in a ``with``."""

    def __init__(self, data_dir: Path, portal_url: str) -> None:
        secrets = {"JUPYTERHUB_API_TOKEN": "grader", "OFFICINA_PORTAL_URL": portal_url}
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **secrets},
        )

    def start(self, number: int) -> psutil.Process:
        """One more grader; the first waits until everything is imported."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()
        return psutil.Process(int(self._process.stdout.readline()))

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for grader in psutil.Process(self._process.pid).children():
            grader.kill()
        self._process.communicate(timeout=30)


def _serve(data_dir: Path) -> None:
    from officina_hub.grader import main

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed leaves nothing to wait for
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            number = int(line)
            _write_to(data_dir / f"grader-{number}.log")
            sys.exit(main(data_dir, number))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _write_to(path: Path) -> None:
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
