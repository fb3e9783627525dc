"""The engine that starts a fresh sandbox for every pass."""

from __future__ import annotations

import random
import time

from officina_courses.grading import launch
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import CellRan, CellToRun, Pass, PassRan
from officina_courses.grading.replies import Ready, Reply

START_SECONDS = 60.0
GRACE_SECONDS = 3.0
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
                talk.ask(start, Ready, seconds=START_SECONDS)
                self._cells(talk, work, ran)
                talk.ask({"op": "finish"}, Ready, seconds=GRACE_SECONDS)
        except ConversationEndedError as ended:
            return PassRan(tuple(ran), ended.end, ended.detail)
        return PassRan(tuple(ran), "finished")

    def _cells(self, talk: Conversation, work: Pass, ran: list[CellRan]) -> None:
        end = time.monotonic() + work.limits.notebook_timeout_seconds
        for cell in work.cells:
            reply = self._ask(talk, work, cell, end)
            held = None
            if cell.is_test and work.purpose != "show":
                held = self._canary_holds(talk, work, cell, end)
            ran.append(
                CellRan(
                    key=cell.key,
                    status=reply.status,
                    error=reply.error,
                    value=reply.value,
                    seconds=reply.seconds,
                    outputs=tuple(output.model_dump() for output in reply.outputs),
                    canary_held=held,
                )
            )

    def _canary_holds(self, talk: Conversation, work: Pass, cell: CellToRun, end: float) -> bool:
        """Whether a twin that must fail does: an honest one stops at its first line."""
        a, b = random.sample(range(1, 10**6), 2)
        twin = cell._replace(source=random.choice(CANARIES).format(a=a, b=b) + cell.source)  # noqa: S311
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
