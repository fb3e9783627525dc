"""The engine that starts fresh sandboxes for every pass: one, or two where there is an examiner."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

from officina_courses.grading import launch
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import Pass, PassRan
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.one_pass import GRACE_SECONDS, OnePass
from officina_courses.grading.replies import Ready
from officina_courses.grading.watched import watched

log = logging.getLogger(__name__)

START_SECONDS = 60.0
PassRole = Literal["learner", "examiner"]


class Runner(Protocol):
    """A runner that waits for its first question, however it was started."""

    @property
    def commands(self) -> int:
        """Where to write."""

    @property
    def replies(self) -> int:
        """Where to read."""

    @property
    def files(self) -> Path:
        """Where it sees the exercise's files."""

    @property
    def work(self) -> Path:
        """Where it shall lay out its own."""


# Starts a runner in its role, with files or none, and perhaps with an end of the line between two.
Start = Callable[[PassRole, Path | None, socket.socket | None], AbstractContextManager[Runner]]


class SandboxedEngine:
    """One bubblewrap sandbox per role and pass, nothing kept between two."""

    def __init__(self, *, isolated: bool) -> None:
        self._isolated = isolated

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""

        def start(
            role: PassRole, files: Path | None, peer: socket.socket | None
        ) -> AbstractContextManager[Runner]:
            return launch.runner(
                files,
                work.limits,
                isolated=self._isolated,
                role=role,
                peer=peer,
                python=work.python,
            )

        return run_in(start, work)


def run_in(start: Start, work: Pass) -> PassRan:
    """Run a pass in a runner that is started for it, and an examiner beside it where it has one."""
    looked_at = {
        "watched": watched(work.cells, work.given, work.unwatched),
        "alone": [f"<{cell.key}>" for cell in work.cells if cell.key in work.alone],
    }
    with contextlib.ExitStack() as stack:
        if work.purpose != "examine":
            child = stack.enter_context(start("learner", work.files, None))
            return _pass_through(begun(child, work, looked_at), work, None)
        theirs, ours = (stack.enter_context(end) for end in socket.socketpair())
        child = stack.enter_context(start("learner", work.files, theirs))
        examiner = stack.enter_context(start("examiner", None, ours))
        # Only the examiner gets to know what is given: it may name the trainer's own imports.
        beside = begun(examiner, work, {"given": work.given.as_json()})
        return _pass_through(begun(child, work, looked_at), work, beside)


def begun(child: Runner, work: Pass, more: dict[str, Any]) -> Conversation:
    """A conversation with a runner that has its files and waits; ``more`` is told to it too."""
    talk = Conversation(
        child.commands, child.replies, answer_bytes=8 * work.limits.output_bytes + (8 << 20)
    )
    start = {
        "op": "start",
        "files": str(child.files),
        "work": str(child.work),
        "output_bytes": work.limits.output_bytes,
        "plain": work.is_plain,
        **more,
    }
    _start(talk, start)
    return talk


def _start(talk: Conversation, start: dict[str, Any]) -> None:
    """Until here no learner's code ran: what goes wrong is not the learner's fault."""
    try:
        talk.ask(start, Ready, seconds=START_SECONDS)
    except ConversationEndedError as ended:
        raise SandboxFailed(
            f"The sandbox for learners' code did not start: {ended.detail}.",
            why="So nothing of this submission was graded, and it costs the learner nothing.",
            todo="Try again; if it stays so, run bwrap --version and look at memory_mib.",
        ) from ended


def _pass_through(talk: Conversation, work: Pass, examiner: Conversation | None) -> PassRan:
    one = OnePass(talk, work, examiner)
    try:
        one.run_cells()
    except ConversationEndedError as ended:
        return PassRan(tuple(one.ran), ended.end, ended.detail)
    try:
        one.judge_waiting()
        talk.ask({"op": "finish"}, Ready, seconds=GRACE_SECONDS)
    except ConversationEndedError as ended:
        if ended.end == "tampered":
            return PassRan(tuple(one.ran), ended.end, ended.detail)
        # All cells ran: what ends after them costs nothing, and what was not judged is looked at.
        log.info("the process did not live to the end of the judging: %s", ended.detail)
    return PassRan(tuple(one.ran), "finished")
