"""Serves one notebook's examined tests: the grader asks for one after another.

The grader speaks over two pipes, as with a learner's runner; the third descriptor is the line to
that learner's process.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from typing import Any

from officina_courses.grading import frames
from officina_courses.grading.examiner.asking import Line
from officina_courses.grading.examiner.given import Given
from officina_courses.grading.examiner.namespace import Names
from officina_courses.grading.examiner.testing import Ended, Hidden, described, run_test
from officina_courses.grading.runner.outputs import Outputs, Stream

TOO_LONG = "This test took longer than it may."


class TimeIsOverError(KeyboardInterrupt):
    """The test's time is over."""


class Examiner:
    """The tests of one notebook, and all that they share."""

    def __init__(self, start: dict[str, Any], peer: int) -> None:
        self._shown, self._unseen = Outputs(start["output_bytes"]), Outputs(start["output_bytes"])
        self._line = Line(peer)
        self._names = Names(self._line, Given.from_json(start["given"]))
        self._hidden = Hidden()
        self._deadline = 0.0
        signal.signal(signal.SIGALRM, self._on_alarm)
        self._said = self._shown
        sys.stdout, sys.stderr = Stream(self, "stdout", 1), Stream(self, "stderr", 2)

    def stream(self, name: str, text: str) -> None:
        """Keep what is printed, for the learner or for nobody."""
        self._said.stream(name, text)

    def _quiet(self, is_hidden: bool) -> None:  # noqa: FBT001 - its whole meaning
        self._said = self._unseen if is_hidden else self._shown

    def _on_alarm(self, signum: int, frame: object) -> None:
        if self._line.is_asking:  # the answer must be heard to its end, and has its own deadline
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            return
        self._line.is_time_over = True
        raise TimeIsOverError(TOO_LONG)

    def test(self, command: dict[str, Any]) -> dict[str, Any]:
        """Run one test and say how it ended."""
        started = time.monotonic()
        self._deadline = started + command["timeout"]
        self._shown.begin()
        self._unseen.begin()
        self._line.begin(lambda: self._deadline - time.monotonic(), command["source"])
        self._names.begin()
        self._names.forget(command["forget"])
        self._hidden.know(command["name"], tuple((a, b) for a, b in command["hidden"]))
        tested = self._run(command["source"], command["name"])
        line = self._line
        if line.is_time_over:
            self._shown.error("TimeIsOverError", TOO_LONG, [TOO_LONG])
        elif tested.error is not None and not tested.is_hidden and not line.is_stopped:
            self._shown.error(*described(tested.error, command["source"], command["name"]))
        status: str = "timeout" if line.is_time_over else "opaque" if line.opaque else tested.status
        if line.end is not None:
            status = "ended"
        value = tested.value
        if value is not None and not tested.is_hidden:
            self._shown.rich("execute_result", {"text/plain": value})
        return {
            "nonce": command["nonce"],
            "status": status,
            "error": None if tested.error is None else type(tested.error).__name__[:200],
            "value": value,
            "seconds": round(time.monotonic() - started, 4),
            "outputs": self._shown.take(),
            "is_hidden": tested.is_hidden,
            "difference": tested.difference and tested.difference._asdict(),
            "is_canary_alive": tested.is_canary_alive,
            "why": line.opaque[:500],
            "end": line.end,
            "detail": line.detail[:500],
        }

    def _run(self, source: str, name: str) -> Ended:
        try:
            signal.setitimer(signal.ITIMER_REAL, max(0.001, self._deadline - time.monotonic()))
            try:
                return run_test(source, name, self._names, self._hidden, self._quiet)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except BaseException as error:  # the alarm, between the test and its end
            return Ended("error", error, is_hidden=True, is_canary_alive=False)


def serve(commands: int, replies: int, peer: int) -> None:
    """Answer the grader until it has enough."""
    for descriptor in (commands, replies, peer):
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    start = frames.read(commands)
    if start is None:
        return
    examiner = Examiner(start, peer)
    frames.write(replies, frames.pack({"nonce": start["nonce"], "status": "ready"}))
    while (command := frames.read(commands)) is not None:
        if command["op"] == "finish":
            frames.write(replies, frames.pack({"nonce": command["nonce"], "status": "finished"}))
            return
        frames.write(replies, frames.pack(examiner.test(command)))


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:4]))
    os._exit(0)
