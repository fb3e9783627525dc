"""``python -I -m officina_courses.grading.runner COMMANDS REPLIES [PEER]``: serve one notebook.

The arguments are the numbers of inherited descriptors. The parent sends one command at a time and
gets one reply to each, which repeats the command's nonce. The third, where there is one, is the
line on which an examiner asks for values and calls while its tests run.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from officina_courses.grading import frames
from officina_courses.grading.examiner import wire
from officina_courses.grading.runner.answering import (
    Answerer,
    Marked,
    make_answerer,
    packed,
)
from officina_courses.grading.runner.examine import describe, make_examiner
from officina_courses.grading.runner.exchanges import make_watcher
from officina_courses.grading.runner.files import NativeOutput, lay_out
from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.runner.probe import Run, make_prober
from officina_courses.grading.runner.shell import make_shell


class CellTimeoutError(KeyboardInterrupt):
    """The cell's time is over."""


class Runner(NamedTuple):
    """Runs one cell of one notebook, and answers one question of its examiner."""

    run: Run
    answer: Answerer


def make_runner(start: dict[str, Any]) -> Runner:
    """Two functions for one notebook, each from its first line to its reply.

    Shell, examiner and clock are held in its closure: there is no object whose methods a cell could
    exchange for its own.
    """
    lay_out(Path(start["files"]), Path(start["work"]))
    native = NativeOutput()
    outputs = Outputs(start["output_bytes"])
    shell = make_shell(outputs)
    formatter: Any = shell.display_formatter
    if start.get("plain"):  # an image of a plot takes longer than most tests
        formatter.active_types = ["text/plain"]
    run_cell: Callable[..., Any] = shell.run_cell
    examine = make_examiner(shell.user_ns, frozenset(start.get("alone", ())))
    describe_ = describe
    is_exchanged = make_watcher(shell.user_ns, start.get("watched", {}), Path(start["work"]))
    setitimer, timer, monotonic = signal.setitimer, signal.ITIMER_REAL, time.monotonic
    process_time = time.process_time
    type_, round_, base_exception, timeout_error = type, round, BaseException, CellTimeoutError
    timed_out = False
    marked: Marked = {}

    def on_alarm(signum: int, frame: object) -> NoReturn:
        nonlocal timed_out
        timed_out = True
        raise timeout_error("this cell took longer than it may")

    def cell(command: dict[str, Any]) -> dict[str, Any]:
        result = run_cell(command["source"], store_history=True)
        error = result.error_before_exec or result.error_in_exec
        name = None if error is None else type_(error).__name__[:200]
        return {"status": "ok" if error is None else "error", "error": name, "value": None}

    def test(command: dict[str, Any]) -> dict[str, Any]:
        was_exchanged = is_exchanged(command["name"])
        told = tested(command)
        told["is_exchanged"] = was_exchanged or is_exchanged(command["name"])
        return told

    def tested(command: dict[str, Any]) -> dict[str, Any]:
        error, value = examine(command["source"], command["name"])
        if error is None:
            told = told_before(value)
            if value is not None and command["show"]:
                outputs.rich("execute_result", {"text/plain": value})
            return told
        if command["show"]:
            outputs.error(*describe_(error, command["source"], command["name"]))
        return {"status": "error", "error": type_(error).__name__[:200], "value": None}

    # Of a copy nobody asks whether anything was exchanged.
    ways: dict[str, Run] = {"cell": cell, "test": test, "probe": tested}

    def told_before(value: str | None) -> dict[str, Any]:
        """How a test ended that raised nothing: of errors in ``%run`` IPython tells by an output.

        As in nbgrader the first output that says something counts, and the test's value is last.
        """
        for item in outputs.items:
            if item["output_type"] == "error":
                return {"status": "error", "error": item["ename"], "value": None}
            if item["output_type"] == "execute_result":
                value = item["data"].get("text/plain", "")[:1000]
                break
        return {"status": "ok", "error": None, "value": value}

    def shown() -> list[dict[str, Any]]:
        text = native.take(outputs.limit)
        if text:
            outputs.stream("stdout", text)
        return outputs.take()

    def run(command: dict[str, Any]) -> dict[str, Any]:
        nonlocal timed_out
        outputs.begin()
        marked.clear()
        timed_out = False
        started, busy = monotonic(), process_time()
        reply: dict[str, Any] = {"status": "error", "error": "CellTimeoutError", "value": None}
        try:
            setitimer(timer, command["timeout"])
            try:
                reply = ways[command["op"]](command)
            finally:
                setitimer(timer, 0)
        except base_exception as error:  # a hostile __str__, or the alarm outside the cell
            outputs.error(type_(error).__name__, "The cell could not be finished.", [])
        if timed_out:
            reply["status"] = "timeout"
        reply["nonce"] = command["nonce"]
        reply["seconds"] = round_(monotonic() - started, 4)
        reply["busy_seconds"] = round_(process_time() - busy, 4)
        reply["outputs"] = shown() if command["show"] else []
        return reply

    def timed(seconds: float, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        nonlocal timed_out
        timed_out = False
        answer: dict[str, Any] = {}
        try:
            setitimer(timer, seconds)
            try:
                answer = call()
            finally:
                setitimer(timer, 0)
        except timeout_error:
            timed_out = True
        text = native.take(outputs.limit)
        if text:
            outputs.stream("stdout", text)
        return {"status": "timeout"} if timed_out else answer

    signal.signal(signal.SIGALRM, on_alarm)
    return Runner(run, make_answerer(shell.user_ns, outputs, timed, marked))


def serve(commands: int, replies: int, peer: int | None = None) -> None:
    """Answer commands until the parent has enough, and an examiner's questions meanwhile."""
    pack: Callable[[dict[str, Any]], bytes] = frames.pack
    read, write = frames.read, frames.write
    listen, speak, wrap = wire.receive, wire.send, packed
    for descriptor in (commands, replies, *([] if peer is None else [peer])):
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)  # not for the cells' own children
    start = read(commands)
    if start is None:
        return
    _keep_from_forks(commands, replies, *([] if peer is None else [peer]))
    run, answer = make_runner(start)
    probe = make_prober(run, Path(start["work"]))
    write(replies, pack({"nonce": start["nonce"], "status": "ready"}))
    os.chdir(start["work"])
    # As in a kernel, cells may import modules that lie beside the notebook. All of ours are loaded.
    sys.path.insert(0, "")
    ready = select.poll()
    for descriptor in (commands, *([] if peer is None else [peer])):
        ready.register(descriptor, select.POLLIN)
    while words := ready.poll():
        if peer is not None and any(descriptor == peer for descriptor, _ in words):
            try:
                question, buffers = listen(peer)
                speak(peer, wrap(question, *answer(question, buffers)))
            except wire.ClosedError:  # the examiner has ended; the grader may still have cells
                ready.unregister(peer)
            continue
        if (command := read(commands)) is None:
            return
        if command["op"] == "finish":
            write(replies, pack({"nonce": command["nonce"], "status": "finished"}))
            return
        write(replies, pack(probe(command) if command["op"] == "probe" else run(command)))


def _keep_from_forks(*descriptors: int) -> None:
    """A cell that forks goes on twice; only the first of the two may answer."""

    def let_go() -> None:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in descriptors:
            os.dup2(nothing, descriptor)
        os.close(nothing)

    os.register_at_fork(after_in_child=let_go)


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:4]))
    os._exit(0)
