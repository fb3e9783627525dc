"""The engine for notebooks of another language: a fresh sandbox with its kernel for every pass."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence

from officina_courses.grading import launch
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import CellRan, CellToRun, Pass, PassRan, Trust
from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.grading.foreign.exchanged import bound_names, quoted
from officina_courses.grading.foreign.languages import Foreign
from officina_courses.grading.one_pass import GRACE_SECONDS, outputs_within
from officina_courses.grading.replies import Ready, Reply
from officina_courses.grading.sandboxed import begun
from officina_courses.grading.watch import Watch

log = logging.getLogger(__name__)

WORD_SECONDS = 10.0


class ForeignEngine:
    """Runs passes by one kernel; nothing is kept between two. ``trainers`` are their cells."""

    def __init__(
        self, foreign: Foreign, *, isolated: bool, trainers: Sequence[TrainerCell] = ()
    ) -> None:
        self._foreign = foreign
        self._isolated = isolated
        self._trainers = trainers

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        isolated = self._isolated
        with launch.runner(work.files, work.limits, isolated=isolated, role="foreign") as porter:
            talk = begun(porter, work, {"kernel": self._foreign.kernel})
            one = ForeignPass(talk, work, self._foreign, self._trainers)
            try:
                one.prepare()
                for cell in work.cells:
                    one.run_cell(cell)
                talk.ask({"op": "finish"}, Ready, seconds=GRACE_SECONDS)
            except ConversationEndedError as ended:
                return PassRan(tuple(one.ran), ended.end, ended.detail)
            return PassRan(tuple(one.ran), "finished")


class ForeignPass:
    """The cells that ran so far.

    A test has passed when the kernel says that it ended well and then still does as it is told: it
    says a word that nobody knew before. A test that is tried has one more statement at its end that
    fails with such a word; in a kernel that runs what it is given, this must be heard. One whose
    functions were exchanged may agree to anything, so it waits for a trainer.
    """

    def __init__(
        self, talk: Conversation, work: Pass, foreign: Foreign, trainers: Sequence[TrainerCell]
    ) -> None:
        self.ran: list[CellRan] = []
        self._talk = talk
        self._work = work
        self._language = foreign.language
        self._watch = Watch(work.limits.notebook_timeout_seconds)
        self._room = work.limits.notebook_output_bytes
        self._own = bound_names(cell.source for cell in trainers)
        self._others = [cell.source for cell in trainers if cell.part != "test"]
        self._looks = f".{secrets.token_hex(16)}_"
        self._callers = f".{secrets.token_hex(16)}_"

    def prepare(self) -> None:
        """Before the first cell: make what looks after tests and the functions that they call."""
        for file, name in (
            (self._language.looker, self._looks),
            (self._language.callers, self._callers),
        ):
            if file is not None:
                function = file.read_text("utf-8").rstrip()
                self._ask(f"{function}({quoted(name)})", shows=False)

    def run_cell(self, cell: CellToRun) -> None:
        """Run one cell; raises ``ConversationEndedError`` where it ends all."""
        if cell.key in self._work.tried:
            self._keep(cell, *self._tried(cell))
            return
        reply = self._run(cell.source) if cell.is_test else self._ask(cell.source)
        trust: Trust | None = None
        if cell.is_test and reply.status == "ok":
            if not self._obeys():
                reply = reply.model_copy(update={"status": "error", "error": "NoAnswer"})
            elif not self._calls_the_usual(cell):
                log.info("a function that the test %s calls was exchanged", cell.key)
                trust = "unjudged"
            elif self._was_looked_at():
                log.info("an answer looked at what calls it in the test %s", cell.key)
                trust = "unjudged"
        self._keep(cell, reply, trust)

    def _tried(self, cell: CellToRun) -> tuple[Reply, Trust]:
        first, *others = self._language.fails
        reply, trust = self._failing(first, after=f"{cell.source}\n")
        for statement in others:
            if trust != "sound":
                break
            _, trust = self._failing(statement)
        return reply, trust

    def _failing(self, statement: str, *, after: str = "") -> tuple[Reply, Trust]:
        """Run what must fail with a word; whether it did."""
        word = secrets.token_hex(16)
        text = after + statement.format(word=word)
        reply = self._run(text, shows=True) if after else self._ask(text, shows=True)
        if reply.status == "ok":
            return reply, "tampered"
        texts = [out.evalue for out in reply.outputs if out.output_type == "error"]
        is_sound = reply.status == "error" and any(word in text for text in texts)
        return reply.model_copy(update={"outputs": ()}), "sound" if is_sound else "unjudged"

    def _run(self, test: str, *, shows: bool | None = None) -> Reply:
        """Run a test apart from what it tests, where its text can be read."""
        if self._language.callers is not None:
            others = ", ".join(map(quoted, self._others))
            question = f"`{self._callers}`$takes({quoted(test)}, list({others}))"
            if self._ask(question, shows=False).status == "ok":
                return self._ask(f"`{self._callers}`$runs()", shows=shows)
        return self._ask(test, shows=shows)

    def _was_looked_at(self) -> bool:
        if self._language.callers is None:
            return False
        word = secrets.token_hex(16)
        return not self._hears(word, f"`{self._callers}`$tells({quoted(word)})")

    def _obeys(self) -> bool:
        word = secrets.token_hex(16)
        return self._hears(word, self._language.says.format(word=word))

    def _calls_the_usual(self, cell: CellToRun) -> bool:
        """Whether the test's functions are what they were; asked when it has called them."""
        if not self._language.looks:
            return True
        word = secrets.token_hex(16)
        question = self._language.looks.format(
            name=self._looks,
            word=quoted(word),
            text=quoted(cell.source),
            own=quoted("\n".join(sorted(self._own | bound_names([cell.source])))),
        )
        return self._hears(word, question)

    def _hears(self, word: str, question: str) -> bool:
        said = self._ask(question, shows=True)
        texts = [out.text for out in said.outputs if out.output_type == "stream"]
        return said.status == "ok" and "".join(texts).strip() == word

    def _ask(self, source: str, *, shows: bool | None = None) -> Reply:
        if self._watch.left_seconds <= 0:
            raise ConversationEndedError("timeout", "the notebook's time was over")
        timeout = min(self._work.limits.cell_timeout_seconds, self._watch.left_seconds)
        show = self._work.purpose != "mark" if shows is None else shows
        question = {"op": "cell", "source": source, "timeout": timeout, "show": show}
        return self._talk.ask(question, Reply, seconds=timeout + WORD_SECONDS)

    def _keep(self, cell: CellToRun, reply: Reply, trust: Trust | None) -> None:
        self._room -= reply.output_characters
        self.ran.append(
            CellRan(
                key=cell.key,
                status=reply.status,
                error=reply.error,
                value=reply.value if cell.is_test else None,
                seconds=reply.seconds,
                outputs=outputs_within(reply, self._work.limits, fit=self._room >= 0),
                trust=trust,
                mode="guarded" if cell.is_test else None,
            )
        )
