"""The engine that starts a fresh sandbox for every pass."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Protocol

from officina_courses.grading import launch
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import Pass, PassRan
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.one_pass import GRACE_SECONDS, OnePass
from officina_courses.grading.replies import Ready

log = logging.getLogger(__name__)

START_SECONDS = 60.0


class SandboxedEngine:
    """One bubblewrap sandbox per pass, nothing kept between two."""

    def __init__(self, *, isolated: bool) -> None:
        self._isolated = isolated

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        with launch.runner(work.files, work.limits, isolated=self._isolated) as child:
            return run_in(child, work)


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


def run_in(child: Runner, work: Pass) -> PassRan:
    """Run a pass in a runner that was started for it."""
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
    _start(talk, start)
    return _pass_through(talk, work)


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


def _pass_through(talk: Conversation, work: Pass) -> PassRan:
    one = OnePass(talk, work)
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
