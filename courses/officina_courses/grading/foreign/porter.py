"""``python -I -m officina_courses.grading.foreign.porter COMMANDS REPLIES``: a kernel's porter.

It starts the kernel, hands it one cell at a time and tells how each ended. It judges nothing. The
kernel's cells run as the same account, so it lets nobody look into its memory or its descriptors.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import queue
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from officina_courses.grading import frames
from officina_courses.grading.runner.files import lay_out
from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.zygote import system_calls

READY_SECONDS = 50.0
STOP_SECONDS = 2.0  # how long an interrupted cell may take to end
LOOK_SECONDS = 1.0  # how often a kernel that says nothing is looked after


class KernelGoneError(Exception):
    """The kernel has ended, or does not let itself be interrupted."""


class Porter:
    """Speaks with one kernel."""

    def __init__(self, start: dict[str, Any]) -> None:
        lay_out(Path(start["files"]), Path(start["work"]))
        self._outputs = Outputs(start["output_bytes"])
        self._kernel = KernelManager(kernel_name=start["kernel"])
        self._kernel.start_kernel(
            cwd=start["work"], env=dict(os.environ), stdout=_nowhere(), stderr=_nowhere()
        )
        self._client = self._kernel.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=READY_SECONDS)

    def run(self, command: dict[str, Any]) -> dict[str, Any]:
        """Run one cell and say how it ended."""
        self._outputs.begin()
        began = time.monotonic()
        asked = self._client.execute(command["source"], allow_stdin=False, stop_on_error=False)
        is_late = not self._hear(asked, began + command["timeout"])
        if is_late:
            self._kernel.interrupt_kernel()
            if not self._hear(asked, time.monotonic() + STOP_SECONDS):
                raise KernelGoneError
        reply = self._reply(asked)
        is_error = reply["status"] != "ok" or any(map(_is_error, self._outputs.items))
        status = "timeout" if is_late else "error" if is_error else "ok"
        return {
            "nonce": command["nonce"],
            "status": status,
            "error": str(reply.get("ename", "error"))[:200] if is_error else None,
            "value": self._value(),
            "seconds": round(time.monotonic() - began, 4),
            "outputs": self._outputs.take() if command["show"] else [],
        }

    def _hear(self, asked: str, deadline: float) -> bool:
        """Take in what the cell shows until it has ended; whether it did in time."""
        while (left := deadline - time.monotonic()) > 0:
            try:
                message = self._client.get_iopub_msg(timeout=min(left, LOOK_SECONDS))
            except queue.Empty:
                self._look_after()
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            content = message["content"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle":
                return True
            self._take(message["msg_type"], content)
        return False

    def _take(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "stream":
            self._outputs.stream(content["name"], content["text"])
        elif kind in ("display_data", "execute_result"):
            self._outputs.rich(kind, content["data"], content.get("metadata"))
        elif kind == "error":
            self._outputs.error(content["ename"], content["evalue"], content["traceback"])
        elif kind == "clear_output":
            self._outputs.clear(wait=content.get("wait", False))

    def _reply(self, asked: str) -> dict[str, Any]:
        """What the kernel itself says of the cell; it is sent before the cell counts as ended."""
        end = time.monotonic() + STOP_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                message = self._client.get_shell_msg(timeout=LOOK_SECONDS)
                if message["parent_header"].get("msg_id") == asked:
                    return dict(message["content"])
            self._look_after()
        raise KernelGoneError

    def _look_after(self) -> None:
        if not self._kernel.is_alive():
            raise KernelGoneError

    def _value(self) -> str | None:
        """The value that nbgrader would take for a partial mark."""
        for item in self._outputs.items:
            if item["output_type"] == "execute_result":
                return str(item["data"].get("text/plain", ""))[:1000]
        return None


def _is_error(item: dict[str, Any]) -> bool:
    return bool(item["output_type"] == "error")


def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)


def serve(commands: int, replies: int) -> None:
    """Answer the grader until it has enough or the kernel is gone."""
    for descriptor in (commands, replies):
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    system_calls.prctl(system_calls.PR_SET_DUMPABLE, 0)
    start = frames.read(commands)
    if start is None:
        return
    porter = Porter(start)
    frames.write(replies, frames.pack({"nonce": start["nonce"], "status": "ready"}))
    while (command := frames.read(commands)) is not None:
        if command["op"] == "finish":
            answer = {"nonce": command["nonce"], "status": "finished"}
            frames.write(replies, frames.pack(answer))
            return
        frames.write(replies, frames.pack(porter.run(command)))


if __name__ == "__main__":
    with contextlib.suppress(KernelGoneError):
        serve(int(sys.argv[1]), int(sys.argv[2]))
    os._exit(0)
