"""The engine that starts a fresh sandbox for every pass."""

from __future__ import annotations

import ast
import random
import re
import time
from typing import Any, NamedTuple

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
PROBE_SECONDS = 5.0
DICE = random.SystemRandom()  # learners' code cannot guess its throws
OPPOSITE = {
    ast.Eq: (r"==", "!="),
    ast.NotEq: (r"!=", "=="),
    ast.Lt: (r"<", ">="),
    ast.GtE: (r">=", "<"),
    ast.Gt: (r">", "<="),
    ast.LtE: (r"<=", ">"),
    ast.In: (r"\bin\b", "not in"),
    ast.NotIn: (r"\bnot\s+in\b", "in"),
    ast.Is: (r"\bis\b", "is not"),
    ast.IsNot: (r"\bis\s+not\b", "is"),
}


class Trial(NamedTuple):
    """A test as it is sent for marks, and its canary: what differs does not tell which is which."""

    real: str
    canary: str


class Tested(NamedTuple):
    """A test's answer, whether it can be believed, and whether tests can run in forked copies."""

    reply: Reply
    held: bool | None
    forks: bool


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
        forks = True  # until a test shows that it cannot run in a forked copy
        for cell in work.cells:
            if cell.is_test and work.purpose != "show":
                spent = time.monotonic()
                reply, held, forks = self._test(talk, work, cell, end, forks=forks)
                end += max(0.0, time.monotonic() - spent - reply.seconds)
            else:
                reply, held = self._ask(talk, work, cell, end), None
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

    def _test(
        self, talk: Conversation, work: Pass, cell: CellToRun, end: float, *, forks: bool
    ) -> Tested:
        """Run a test beside its canary.

        Both are tried in forked copies first, in random order. The runner cannot know which of the
        two it has, and must let one pass and the other fail. Where the test does not end in a copy
        (as with threads, which a fork leaves behind), both run in the process itself.
        """
        trial = make_trial(cell, verbatim=work.purpose != "mark")
        real, canary = cell._replace(source=trial.real), cell._replace(source=trial.canary)
        both = [real, canary]
        DICE.shuffle(both)
        silent = work._replace(purpose="mark")
        believed = True
        if forks:
            tried = {
                one.source: self._ask(talk, silent, one, end, probe=True).status for one in both
            }
            forks = tried[trial.real] != "timeout"
            believed = tried[trial.canary] != "ok" and tried[trial.real] != "error"
            DICE.shuffle(both)
        if forks:
            reply = self._ask(talk, work, real, end)
        else:
            replies = {
                one.source: self._ask(talk, work if one is real else silent, one, end)
                for one in both
            }
            reply = replies[trial.real]
            believed = believed and replies[trial.canary].status != "ok"
            forks = reply.seconds > PROBE_SECONDS / 2  # it was only slow
        return Tested(reply, believed if reply.status == "ok" else None, forks)

    def _ask(
        self, talk: Conversation, work: Pass, cell: CellToRun, end: float, *, probe: bool = False
    ) -> Reply:
        left = end - time.monotonic()
        if left <= 0:
            raise ConversationEndedError("timeout", "the notebook's time was over")
        timeout = min(work.limits.cell_timeout_seconds, left)
        if probe:
            timeout = min(timeout, PROBE_SECONDS)
        question = {
            "op": "probe" if probe else "test" if cell.is_test else "cell",
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


def make_trial(cell: CellToRun, *, verbatim: bool) -> Trial:
    """The test, as it stands if ``verbatim``, and a twin of it that must fail.

    One of its own asserts is turned, best one that learners have not seen. A test without asserts
    gets one of ours at a random place, true in the test and false in the twin.
    """
    try:
        tree = ast.parse(cell.source)
        known = {ast.dump(node) for node in ast.walk(ast.parse(cell.known))}
    except SyntaxError:
        return Trial(cell.source, "assert False")
    asserts = [node for node in tree.body if isinstance(node, ast.Assert)]
    unseen = [node for node in asserts if ast.dump(node) not in known]
    if asserts:
        turned = _turned(cell.source, DICE.choice(unseen or asserts).test)
        if _compiles(turned):
            return Trial(cell.source, turned)
    a, b, off = (DICE.randint(2, 99) for _ in range(3))
    place = _place(cell.source, tree)
    true, false = (
        _spliced(cell.source, place, place, f"assert {a} * {b} == {value}\n")
        for value in (a * b, a * b + off)
    )
    return Trial(cell.source if verbatim else true, false)


def _turned(source: str, test: ast.expr) -> str:
    """``source`` with a condition that holds made one that does not, best in one number alone."""
    start, end = _span(source, test)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _spliced(source, start, _span(source, test.operand)[0], "")
    if not isinstance(test, ast.Compare) or len(test.ops) > 1:
        return _spliced(_spliced(source, end, end, ")"), start, start, "not (")
    numbers = _numbers(test.comparators[0]) if isinstance(test.ops[0], ast.Eq) else []
    if numbers:
        number = DICE.choice(numbers)
        step = DICE.randint(1, max(9, min(int(abs(number.value)), 10**6)))
        other = number.value + DICE.choice([step, -step])
        return _spliced(source, *_span(source, number), repr(other))
    gap = _span(source, test.left)[1], _span(source, test.comparators[0])[0]
    found, opposite = OPPOSITE[type(test.ops[0])]
    between = source.encode()[gap[0] : gap[1]].decode()
    return _spliced(source, *gap, re.sub(found, opposite, between, count=1))


def _numbers(expected: ast.expr) -> list[Any]:
    """The numbers in an expected value, if it is a literal."""
    try:
        ast.literal_eval(expected)
    except ValueError:
        return []
    nodes = [node for node in ast.walk(expected) if isinstance(node, ast.Constant)]
    return [node for node in nodes if _is_number(node.value)]


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and isinstance(value, int | float) and abs(value) < 1e15


def _place(source: str, tree: ast.Module) -> int:
    """Where one more statement may stand: before any at the top that need not come first."""
    starts: list[int] = []
    for node in tree.body:
        first = min([node, *getattr(node, "decorator_list", [])], key=lambda one: one.lineno)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if is_future:
            starts.clear()
        elif node.col_offset == 0:
            starts.append(_offset(source, first.lineno, 0))
    return DICE.choice(starts) if starts else len(source.encode())


def _span(source: str, node: ast.expr) -> tuple[int, int]:
    end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
    return _offset(source, node.lineno, node.col_offset), _offset(source, end_line, end_column)


def _offset(source: str, line: int, column: int) -> int:
    """In bytes, as Python counts columns."""
    return sum(map(len, source.encode().split(b"\n")[: line - 1])) + line - 1 + column


def _spliced(source: str, start: int, end: int, text: str) -> str:
    data = source.encode()
    return (data[:start] + text.encode() + data[end:]).decode()


def _compiles(source: str) -> bool:
    try:
        compile(source, "<canary>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:
        return False
    return True
