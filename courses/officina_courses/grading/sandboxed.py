"""The engine that starts a fresh sandbox for every pass."""

from __future__ import annotations

import ast
import random
import time
from typing import Any

from officina_courses.grading import launch
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import CellRan, CellToRun, Pass, PassRan
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.replies import Ready, Reply
from officina_courses.grading.request import Limits

START_SECONDS = 60.0
GRACE_SECONDS = 3.0
TOO_MUCH = {
    "output_type": "stream",
    "name": "stderr",
    "text": "[Outputs left out: all cells together showed more than {limit} bytes.]",
}
CANARIES = (
    "assert {a} == {b}\n",
    "assert not {a}\n",
    "raise AssertionError({a})\n",
    "if {a} != {b}: raise AssertionError({b})\n",
)


class SandboxedEngine:
    """One bubblewrap sandbox per pass, nothing kept between two."""

    def __init__(self, *, isolated: bool) -> None:
        self._isolated = isolated

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        ran: list[CellRan] = []
        try:
            with launch.runner(work.files, work.limits, isolated=self._isolated) as child:
                talk = Conversation(
                    child.commands,
                    child.replies,
                    answer_bytes=8 * work.limits.output_bytes + (8 << 20),
                )
                start = {
                    "op": "start",
                    "files": str(child.files),
                    "work": str(child.work),
                    "output_bytes": work.limits.output_bytes,
                }
                self._start(talk, start)
                self._cells(talk, work, ran)
                talk.ask({"op": "finish"}, Ready, seconds=GRACE_SECONDS)
        except ConversationEndedError as ended:
            return PassRan(tuple(ran), ended.end, ended.detail)
        return PassRan(tuple(ran), "finished")

    def _start(self, talk: Conversation, start: dict[str, Any]) -> None:
        """Until here no learner's code ran: what goes wrong is not the learner's fault."""
        try:
            talk.ask(start, Ready, seconds=START_SECONDS)
        except ConversationEndedError as ended:
            raise SandboxFailed(
                f"The sandbox for learners' code did not start: {ended.detail}.",
                why="So nothing of this submission was graded, and it costs the learner nothing.",
                todo="Try again; if it stays so, run bwrap --version and look at memory_mib.",
            ) from ended

    def _cells(self, talk: Conversation, work: Pass, ran: list[CellRan]) -> None:
        end = time.monotonic() + work.limits.notebook_timeout_seconds
        room = work.limits.notebook_output_bytes
        for cell in work.cells:
            reply = self._ask(talk, work, cell, end)
            held = None
            if cell.is_test and work.purpose != "show" and reply.status == "ok":
                held = self._canary_holds(talk, work, cell, end)
            room -= reply.output_characters
            ran.append(
                CellRan(
                    key=cell.key,
                    status=reply.status,
                    error=reply.error,
                    value=reply.value,
                    seconds=reply.seconds,
                    outputs=_outputs(reply, work.limits, fit=room >= 0),
                    canary_held=held,
                )
            )

    def _canary_holds(self, talk: Conversation, work: Pass, cell: CellToRun, end: float) -> bool:
        """Whether a twin that must fail does: an honest one stops at its first line."""
        twin = cell._replace(source=_must_fail(cell.source))
        reply = self._ask(talk, work._replace(purpose="mark"), twin, end)
        return reply.status == "error" and reply.error == "AssertionError"

    def _ask(self, talk: Conversation, work: Pass, cell: CellToRun, end: float) -> Reply:
        left = end - time.monotonic()
        if left <= 0:
            raise ConversationEndedError("timeout", "the notebook's time was over")
        timeout = min(work.limits.cell_timeout_seconds, left)
        question = {
            "op": "test" if cell.is_test else "cell",
            "source": cell.source,
            "name": f"<{cell.key}>",
            "timeout": timeout,
            "show": work.purpose != "mark",
        }
        reply = talk.ask(question, Reply, seconds=timeout + GRACE_SECONDS)
        if reply.outputs and work.purpose == "mark":
            raise ConversationEndedError("tampered", "a pass for marks sent outputs")
        return reply


def _outputs(reply: Reply, limits: Limits, *, fit: bool) -> tuple[dict[str, Any], ...]:
    if fit:
        return tuple(output.model_dump() for output in reply.outputs)
    return ({**TOO_MUCH, "text": TOO_MUCH["text"].format(limit=limits.notebook_output_bytes)},)


def _must_fail(source: str) -> str:
    """``source`` behind a first line that fails, never the same twice."""
    a, b = random.sample(range(1, 10**6), 2)
    line = random.choice(CANARIES).format(a=a, b=b)  # noqa: S311 - surprise, not secrecy
    try:
        compile(line + source, "<canary>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:  # such as a __future__ import, which must come first
        return line
    return line + source
