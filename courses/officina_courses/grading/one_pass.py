"""One pass through a notebook's cells, over a conversation that has begun."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import CellRan, CellToRun, Mode, Pass, Trust
from officina_courses.grading.examiner.differing import Difference
from officina_courses.grading.hidden import hidden_lines
from officina_courses.grading.judging import Ended, Try, judge_in_copies, judge_late
from officina_courses.grading.literals import Telling, Value, changed, literals
from officina_courses.grading.replies import Examined, Reply
from officina_courses.grading.request import Limits
from officina_courses.grading.twins import Trial, make_trial
from officina_courses.grading.watch import Watch

log = logging.getLogger(__name__)

GRACE_SECONDS = 3.0
TRY_SECONDS = 5.0  # how long a copy may take beside twice the time of the test
DOUBT_SECONDS = 10.0  # how long a bait that passed is followed up
ASKING_SECONDS = 2.0  # how long it is asked which literals of one test are telling
TOO_MUCH = {
    "output_type": "stream",
    "name": "stderr",
    "text": "[Outputs left out: all cells together showed more than {limit} bytes.]",
}


class Waiting(NamedTuple):
    """A test that passed and that copies could not judge: its place among the cells that ran."""

    place: int
    cell: CellToRun
    trial: Trial


class OnePass:
    """The cells that ran so far, and the tests among them that are still to be judged."""

    def __init__(
        self, talk: Conversation, work: Pass, examiner: Conversation | None = None
    ) -> None:
        self.ran: list[CellRan] = []
        self._talk = talk
        self._examiner = examiner
        self._work = work
        self._watch = Watch(work.limits.notebook_timeout_seconds)
        self._room = work.limits.notebook_output_bytes
        self._waiting: list[Waiting] = []

    def run_cells(self) -> None:
        """Run the cells one after another; raises ``ConversationEndedError`` where one ends all."""
        for cell in self._work.cells:
            if cell.key in self._work.tried:
                self._try(cell)
            elif cell.mode == "examined" and self._examiner is not None:
                self._examine(cell, self._examiner)
            elif cell.key in self._work.asked:
                telling = self._telling(cell, self._work.asked[cell.key])
                self._keep(cell, self._run(cell, "test"), None)
                self.ran[-1] = self.ran[-1]._replace(telling=telling)
            else:
                self._keep(cell, self._run(cell, "test" if cell.is_test else "cell"), None)

    def judge_waiting(self) -> None:
        """Try the twins of the waiting tests in the process itself.

        Only now, after the last cell: whatever a twin changes there, no cell meets it.
        """
        for place, cell, trial in self._waiting:
            if not self._watch.may_try:
                log.info("no time was left to try the twins of the test %s", cell.key)
                continue
            with self._watch.trying():
                trust = judge_late(trial, self._trying(cell, "test"))
            self.ran[place] = self.ran[place]._replace(trust=trust)

    def _examine(self, cell: CellToRun, examiner: Conversation) -> None:
        """Run a test where no learner's code is; where it cannot be, run what learners have of it.

        The answer comes from the examiner, so nothing about the test is believed of the learner's.
        """
        timeout = self._timeout()
        question = {
            "op": "examine",
            "source": cell.source,
            "name": f"<{cell.key}>",
            "timeout": timeout,
            "hidden": hidden_lines(cell.source),
            "forget": cell.forgets,
        }
        seconds = timeout + 2 * GRACE_SECONDS
        reply = examiner.ask(question, Examined, seconds=seconds)
        if reply.end is not None:
            raise ConversationEndedError(reply.end, reply.detail)
        known = cell._replace(source=cell.known)
        if reply.status == "opaque":
            log.info("the test %s could not be examined: %s", cell.key, reply.why)
            self._keep(cell, self._run(known, "test"), None)
            return
        trust: Trust = "tampered" if reply.is_canary_alive else "sound"
        self._keep(cell, reply, trust)
        if cell.is_needed:
            self._run(known, "test")

    def _try(self, cell: CellToRun) -> None:
        """Look how copies of a test and of its twins end, then run it for the cells after it."""
        trial = make_trial(cell)
        trust: Trust | None = None
        if self._watch.may_try:
            with self._watch.trying():
                is_over = self._watch.patience(DOUBT_SECONDS)
                trust = judge_in_copies(trial, self._trying(cell, "probe"), is_time_over=is_over)
        reply = self._run(cell._replace(source=trial.real), "test")
        if trust is None:
            log.info("copies of the process could not judge the test %s", cell.key)
            trust = "unjudged"
            if reply.status == "ok":
                self._waiting.append(Waiting(len(self.ran), cell, trial))
        self._keep(cell, reply, trust)

    def _telling(self, cell: CellToRun, asked: Iterable[Telling]) -> tuple[Telling, ...]:
        """Those of which each other value lets copies of the test fail by an assertion."""
        places = literals(cell.source, cell.known)

        def fails(number: int, value: Value) -> bool:
            source = changed(cell.source, places[number], value)
            reply = self._run(cell._replace(source=source), "probe")
            return (reply.status, reply.error) == ("error", "AssertionError")

        found: list[Telling] = []
        if self._watch.may_try:
            with self._watch.trying():
                is_over = self._watch.patience(ASKING_SECONDS)
                if self._run(cell, "probe").status != "ok":
                    return ()
                for one in asked:
                    if is_over():
                        break
                    if all(fails(one.number, value) for value in one.values):
                        found.append(one)
        return tuple(found)

    def _trying(self, cell: CellToRun, how: str) -> Try:
        def try_(source: str) -> Ended:
            return self._run(cell._replace(source=source), how).status

        return try_

    def _timeout(self) -> float:
        left = self._watch.left_seconds
        if left <= 0:
            raise ConversationEndedError("timeout", "the notebook's time was over")
        return min(self._work.limits.cell_timeout_seconds, left)

    def _run(self, cell: CellToRun, how: str) -> Reply:
        work = self._work
        timeout = self._timeout()
        if how == "probe":
            timeout = min(timeout, TRY_SECONDS + 2 * work.tried.get(cell.key, 0.0))
        question = {
            "op": how,
            "source": cell.source,
            "name": f"<{cell.key}>",
            "timeout": timeout,
            "show": work.purpose != "mark",
        }
        reply = self._talk.ask(question, Reply, seconds=timeout + GRACE_SECONDS)
        if reply.outputs and work.purpose == "mark":
            raise ConversationEndedError("tampered", "a pass for marks sent outputs")
        return reply

    def _keep(self, cell: CellToRun, reply: Reply | Examined, trust: Trust | None) -> None:
        self._room -= reply.output_characters
        if isinstance(reply, Reply) and reply.is_exchanged and trust != "tampered":
            log.info("what the test %s compares with was exchanged", cell.key)
            trust = "unjudged"
        mode: Mode = "examined" if isinstance(reply, Examined) else "guarded"
        self.ran.append(
            CellRan(
                key=cell.key,
                status=_status(reply),
                error=reply.error,
                value=reply.value,
                seconds=reply.seconds,
                outputs=outputs_within(reply, self._work.limits, fit=self._room >= 0),
                trust=trust,
                mode=mode if cell.is_test else None,
                is_hidden=isinstance(reply, Examined) and reply.is_hidden,
                difference=_difference(reply),
                busy_seconds=reply.busy_seconds if isinstance(reply, Reply) else 0.0,
            )
        )


def _status(reply: Reply | Examined) -> Literal["ok", "error", "timeout"]:
    status = reply.status
    return "error" if status == "opaque" or status == "ended" else status


def _difference(reply: Reply | Examined) -> Difference | None:
    told = reply.difference if isinstance(reply, Examined) and reply.status == "error" else None
    return Difference(told.expected, told.got) if told else None


def outputs_within(
    reply: Reply | Examined, limits: Limits, *, fit: bool
) -> tuple[dict[str, Any], ...]:
    """What a cell showed, or one sentence where all cells together showed too much."""
    if fit:
        return tuple(output.model_dump() for output in reply.outputs)
    return ({**TOO_MUCH, "text": TOO_MUCH["text"].format(limit=limits.notebook_output_bytes)},)
