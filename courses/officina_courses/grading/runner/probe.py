"""A test tried out in a forked copy of the process, so that nothing it changes stays.

The copy works in a folder of its own, shows nothing, and is gone when it has answered.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from officina_courses.grading import frames
from officina_courses.grading.runner.descriptors import reopen_files
from officina_courses.grading.runner.files import lay_out

GRACE_SECONDS = 0.5
Run = Callable[[dict[str, Any]], dict[str, Any]]


def make_prober(run: Run, work: Path) -> Run:
    """A function that answers like ``run`` and leaves this process as it was."""
    fork, pipe, close, wait, leave = os.fork, os.pipe, os.close, os.waitpid, os._exit
    read, write, pack, poll = frames.read, frames.write, frames.pack, select.poll
    kill, killed, readable = os.kill, signal.SIGKILL, select.POLLIN
    copy_of_folder, forget, quiet = _copy_of_folder, shutil.rmtree, _quiet
    reopen = reopen_files
    make_folder, base_exception = tempfile.mkdtemp, BaseException
    home = Path.home()

    def child(command: dict[str, Any], folder: str, answers: int) -> None:
        try:
            quiet()
            copy_of_folder(work, folder)
            reopen(work, folder)
            write(answers, pack(run(command)))
        except base_exception:  # no answer is an answer: the parent calls it an error
            pass
        finally:
            leave(0)

    def probe(command: dict[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {"status": "error", "error": None, "value": None}
        reply |= {"nonce": command["nonce"], "seconds": 0.0, "outputs": []}
        folder = make_folder(dir=home)
        reading, writing = pipe()
        try:
            process = fork()
        except OSError:  # too many processes: as good as a copy that does not answer
            close(reading)
            close(writing)
            return reply | {"status": "timeout"}
        if process == 0:
            close(reading)
            child(command, folder, writing)
        close(writing)
        waiting = poll()
        waiting.register(reading, readable)
        if waiting.poll((command["timeout"] + GRACE_SECONDS) * 1000):
            told = read(reading) or reply
            reply["status"], reply["error"] = told["status"], told["error"]
        else:
            reply["status"] = "timeout"
        close(reading)
        kill(process, killed)
        wait(process, 0)
        forget(folder, ignore_errors=True)
        return reply

    return probe


def _quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _copy_of_folder(work: Path, folder: str) -> None:
    with contextlib.suppress(OSError):
        if Path.cwd() == work.resolve():
            lay_out(work, Path(folder))
            os.chdir(folder)
