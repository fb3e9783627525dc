"""``python -I -m officina_courses.grading.runner COMMANDS REPLIES``: serve one notebook's cells.

The two arguments are the numbers of inherited descriptors. The parent sends one command at a time
and gets one reply to each, which repeats the command's nonce.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from officina_courses.grading import frames
from officina_courses.grading.runner.examine import describe, make_examiner
from officina_courses.grading.runner.files import NativeOutput, lay_out
from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.runner.shell import make_shell


class CellTimeoutError(KeyboardInterrupt):
    """The cell's time is over."""


class Runner:
    """The shell, the examiner and the clock of one notebook."""

    def __init__(self, start: dict[str, Any]) -> None:
        lay_out(Path(start["files"]), Path(start["work"]))
        self._native = NativeOutput()
        self._outputs = Outputs(start["output_bytes"])
        self._shell = make_shell(self._outputs)
        self._run_cell: Callable[..., Any] = self._shell.run_cell
        self._examine = make_examiner(self._shell.user_ns)
        self._timed_out = False
        self._setitimer, self._timer = signal.setitimer, signal.ITIMER_REAL
        self._monotonic = time.monotonic
        signal.signal(signal.SIGALRM, self._on_alarm)

    def run(self, command: dict[str, Any]) -> dict[str, Any]:
        """One cell from its first line to its reply."""
        self._outputs.begin()
        self._timed_out = False
        is_test = command["op"] == "test"
        started = self._monotonic()
        reply: dict[str, Any] = {"status": "error", "error": "CellTimeoutError", "value": None}
        try:
            self._setitimer(self._timer, command["timeout"])
            try:
                reply = self._test(command) if is_test else self._cell(command)
            finally:
                self._setitimer(self._timer, 0)
        except BaseException as error:  # a hostile __str__, or the alarm outside the cell
            self._outputs.error(type(error).__name__, "The cell could not be finished.", [])
        if self._timed_out:
            reply["status"] = "timeout"
        reply["nonce"] = command["nonce"]
        reply["seconds"] = round(self._monotonic() - started, 4)
        reply["outputs"] = self._shown() if command["show"] else []
        return reply

    def _cell(self, command: dict[str, Any]) -> dict[str, Any]:
        result = self._run_cell(command["source"], store_history=True)
        error = result.error_before_exec or result.error_in_exec
        name = None if error is None else type(error).__name__[:200]
        return {"status": "ok" if error is None else "error", "error": name, "value": None}

    def _test(self, command: dict[str, Any]) -> dict[str, Any]:
        error, value = self._examine(command["source"], command["name"])
        if error is None:
            if value is not None and command["show"]:
                self._outputs.rich("execute_result", {"text/plain": value})
            return {"status": "ok", "error": None, "value": value}
        if command["show"]:
            self._outputs.error(*describe(error, command["source"], command["name"]))
        return {"status": "error", "error": type(error).__name__[:200], "value": None}

    def _shown(self) -> list[dict[str, Any]]:
        text = self._native.take(self._outputs.limit)
        if text:
            self._outputs.stream("stdout", text)
        return self._outputs.take()

    def _on_alarm(self, signum: int, frame: object) -> NoReturn:
        self._timed_out = True
        raise CellTimeoutError("this cell took longer than it may")


def serve(commands: int, replies: int) -> None:
    """Answer commands until the parent has enough."""
    pack: Callable[[dict[str, Any]], bytes] = frames.pack
    read, write = frames.read, frames.write
    for descriptor in (commands, replies):
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)  # not for the cells' own children
    start = read(commands)
    if start is None:
        return
    _keep_from_forks(commands, replies)
    runner = Runner(start)
    write(replies, pack({"nonce": start["nonce"], "status": "ready"}))
    os.chdir(start["work"])
    while (command := read(commands)) is not None:
        if command["op"] == "finish":
            write(replies, pack({"nonce": command["nonce"], "status": "finished"}))
            return
        write(replies, pack(runner.run(command)))


def _keep_from_forks(*descriptors: int) -> None:
    """A cell that forks goes on twice; only the first of the two may answer."""

    def let_go() -> None:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in descriptors:
            os.dup2(nothing, descriptor)
        os.close(nothing)

    os.register_at_fork(after_in_child=let_go)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
    os._exit(0)
