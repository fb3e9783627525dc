"""What the examiner takes from a learner's process, with one that is only pretended."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from officina_courses.grading.examiner import asking, testing, wire
from officina_courses.grading.examiner.asking import Line, StoppedError
from officina_courses.grading.examiner.given import Given
from officina_courses.grading.examiner.namespace import Names
from officina_courses.grading.examiner.testing import Ended, Hidden, run_test

FUNCTION = {"t": "function", "n": 0}
OK = {"status": "ok", "printed": [], "changed": {}, "v": 8}
Answering = Callable[[dict[str, Any]], dict[str, Any] | bytes]


class Told:
    """A learner's process that answers each question as it is told."""

    def __init__(self) -> None:
        ours, self.theirs = socket.socketpair()
        self.line = Line(ours.fileno())
        self.line.begin(lambda: 5.0, "")
        self.ours = ours
        self.asked: list[dict[str, Any]] = []

    def answers(self, *answering: Answering | dict[str, Any]) -> None:
        """Answer the next questions; an answer gets the question's nonce unless it has one."""

        def serve() -> None:
            for one in answering:
                question, _ = wire.receive(self.theirs.fileno())
                self.asked.append(question)
                answer = one(question) if callable(one) else one
                if isinstance(answer, dict):
                    answer = wire.pack({"nonce": question["nonce"], **answer}, [])
                self.theirs.sendall(answer)

        self.thread = threading.Thread(target=serve)
        self.thread.start()

    def end(self) -> None:
        self.theirs.close()
        self.ours.close()


@pytest.fixture
def learner() -> Iterator[Told]:
    told = Told()
    yield told
    told.theirs.shutdown(socket.SHUT_RDWR)
    told.end()


def test_a_call_brings_back_what_the_function_gave(learner: Told) -> None:
    learner.answers(OK)
    assert learner.line.call(FUNCTION, (4,), {"by": [1]}) == 8
    assert learner.asked[0]["args"] == [4]
    assert learner.asked[0]["kwargs"] == {"by": [1]}


def test_a_changed_argument_changes_here_and_stays_the_same_object(learner: Told) -> None:
    inner = [1]
    outer = [inner]
    learner.answers({**OK, "changed": {"0": [[1, 2], 3]}})
    learner.line.call(FUNCTION, (outer,), {})
    assert outer == [[1, 2], 3]
    assert outer[0] is inner


def test_an_argument_that_came_back_is_that_object(learner: Told) -> None:
    stack = [1]
    learner.answers({"status": "ok", "printed": [], "changed": {"0": [1, 2]}, "argument": 0})
    assert learner.line.call(FUNCTION, (stack,), {}) is stack
    assert stack == [1, 2]


def test_an_exception_is_the_nearest_of_pythons_own(learner: Told) -> None:
    error = {"names": ["KeyError", "LookupError"], "called": "Lost", "args": ["a"], "traceback": ""}
    learner.answers({"status": "error", "printed": [], "changed": {}, **error})
    with pytest.raises(KeyError) as raised:
        learner.line.call(FUNCTION, (), {})
    assert raised.value.args == ("a",)


@pytest.mark.parametrize("name", ["StopIteration", "GeneratorExit", "StopAsyncIteration"])
def test_an_exception_that_ends_loops_in_silence_becomes_loud(learner: Told, name: str) -> None:
    error = {"names": [name], "called": name, "args": [], "traceback": ""}
    learner.answers({"status": "error", "printed": [], "changed": {}, **error})
    with pytest.raises(RuntimeError):
        learner.line.call(FUNCTION, (1,), {})


@pytest.mark.parametrize(
    "answer",
    [
        b"\xff" * 8,
        b"\x00\x00\x00\x02\x00\x00\x00\x00[]",
        b"\x00\x00\x00\x03\x00\x00\x00\x00NaN",
        b"\x00\x00\x00\x01\x00\x00\x00\x00{",
        b"\x00\x00\x27\x10\x00\x00\x00\x00" + b"[" * 10_000,
        b"\x00\x00\x00\x02\x00\x00\x00\x01\xff\xff\xff\xff{}",
        {**OK, "nonce": "00"},
        {"status": "ok"},
        {**OK, "status": "passed"},
        {**OK, "status": ["ok"]},
        {**OK, "v": {"t": "pickle"}},
        {**OK, "v": {"t": "function", "n": -1, "name": "f", "doc": None}},
        {**OK, "v": {"t": "function", "n": 0, "name": 1, "doc": None}},
        {**OK, "v": {"t": "name", "name": "f"}},
        {**OK, "printed": [["stdout", 3]]},
        {**OK, "printed": "text"},
        {**OK, "changed": {"0": "other"}},
        {**OK, "changed": {"1": [1]}},
        {**OK, "changed": {"x": [1]}},
        {**OK, "changed": []},
        {"status": "ok", "printed": [], "changed": {}, "argument": 7},
        {"status": "ok", "printed": [], "changed": {}, "argument": True},
        {"status": "error", "printed": [], "changed": {}, "names": ["KeyError"]},
        {"status": "opaque", "printed": [], "changed": {}, "why": 3},
        {"status": "end", "printed": [], "changed": {}},
    ],
    ids=str,
)
def test_an_answer_out_of_form_is_tampering(learner: Told, answer: dict[str, Any] | bytes) -> None:
    learner.answers(lambda question: answer)
    with pytest.raises(StoppedError):
        learner.line.call(FUNCTION, ([1],), {})
    assert learner.line.end == "tampered"
    with pytest.raises(StoppedError):
        learner.line.call(FUNCTION, (), {})


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "value", "v": 1},
        {"kind": "value", "v": {"t": "x"}, "same": "0"},
        {"kind": "class", "text": ""},
        {"kind": "module", "text": 3},
        {"kind": "kept", "same": "0x1"},
        {"kind": None},
        {},
    ],
    ids=str,
)
def test_a_name_out_of_form_is_tampering(learner: Told, answer: dict[str, Any]) -> None:
    learner.answers(answer)
    with pytest.raises(StoppedError):
        learner.line.name("x")
    assert learner.line.end == "tampered"


def test_only_a_value_that_was_marked_can_be_said_to_be_the_same(learner: Told) -> None:
    value = {"kind": "value", "v": [1, 2], "same": "0x1"}
    learner.answers({**value, "mark": "m"}, {"kind": "kept", "same": "0x2"}, {**value, "mark": 3})
    before = learner.line.name("x")
    assert learner.line.name("x", before).value == before.value == [1, 2]
    unmarked = learner.line.name("x", before)
    learner.thread.join()
    assert [question.get("had") for question in learner.asked] == [None, "m", "m"]
    learner.answers({"kind": "kept", "same": "0x1"})
    with pytest.raises(StoppedError):
        learner.line.name("x", unmarked)
    assert learner.line.end == "tampered"


def test_a_word_before_its_question_is_tampering(learner: Told) -> None:
    learner.theirs.sendall(wire.pack(OK, []))
    with pytest.raises(StoppedError):
        learner.line.call(FUNCTION, (), {})
    assert (learner.line.end, learner.asked) == ("tampered", [])


def test_no_answer_in_time_ends_the_line(learner: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "GRACE_SECONDS", 0)
    learner.line.begin(lambda: 0.05, "")
    with pytest.raises(StoppedError):
        learner.line.call(FUNCTION, (), {})
    assert learner.line.end == "timeout"


def test_a_process_that_is_gone_ends_the_line_as_crashed(learner: Told) -> None:
    learner.theirs.shutdown(socket.SHUT_RDWR)
    with pytest.raises(StoppedError):
        learner.line.call(FUNCTION, (), {})
    assert learner.line.end == "crashed"


def test_what_cannot_be_handed_over_stops_the_test_and_accuses_nobody(learner: Told) -> None:
    with pytest.raises(StoppedError):
        learner.line.call(FUNCTION, (lambda: 1,), {})
    assert learner.line.end is None
    assert "cannot be handed" in learner.line.opaque


def outcome(learner: Told, source: str, given: Given | None = None) -> Ended:
    names = Names(learner.line, given or Given({}))
    hidden = Hidden()
    hidden.know("<t>", ((3, 5),))
    return run_test(source, "<t>", names, hidden, lambda is_hidden: None)


def test_given_statements_builtins_and_imports_are_never_asked_for(learner: Told) -> None:
    given = Given({"check": "def check(x): assert x == LIMIT", "LIMIT": "LIMIT = 3"})
    assert outcome(learner, "check(len([1, 2, 3]))", given).status == "ok"
    assert outcome(learner, "check(4)", given).status == "error"
    assert learner.asked == []


def test_a_builtin_that_learners_are_to_write_is_asked_for(learner: Told) -> None:
    learner.answers({"kind": "value", "v": 7, "same": "0x1"})
    assert outcome(learner, "assert len == 7", Given({}, (), frozenset({"len"}))).status == "ok"


def test_a_function_is_not_taken_for_what_a_given_cell_made(learner: Told) -> None:
    function = {**FUNCTION, "name": "check", "doc": None}
    learner.answers({"kind": "value", "v": function, "same": "0x1"})
    given = Given({}, values=frozenset({"check"}))
    assert outcome(learner, "check(3)", given).status == "error"
    assert "cannot be made here" in learner.line.opaque


def test_a_name_that_another_test_binds_is_never_asked_for(learner: Told) -> None:
    assert outcome(learner, "same(1, 1)", Given({}, tests=frozenset({"same"}))).status == "error"
    assert learner.asked == []
    assert "did not come so far" in learner.line.opaque


def test_a_module_under_another_name_stops_the_test(learner: Told) -> None:
    learner.answers({"kind": "module", "text": "unittest.mock"})
    assert outcome(learner, "assert np.allclose(1, 2)").status == "error"
    assert "which no given cell imports" in learner.line.opaque


def test_a_bare_except_does_not_turn_a_stop_into_a_pass(learner: Told) -> None:
    learner.answers({"kind": "opaque", "text": "a class"})
    assert outcome(learner, "try:\n    x\nexcept:\n    pass").status == "ok"
    assert learner.line.is_stopped


def test_a_canary_that_does_not_fail_is_told(
    learner: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not outcome(learner, "1 + 1").is_canary_alive
    monkeypatch.setattr(testing, "_canary_fails", lambda names: False)
    assert outcome(learner, "1 + 1").is_canary_alive


@pytest.mark.parametrize(
    ("source", "is_hidden"),
    [
        ("assert 1 == 2", False),
        ("x = 1\n\n# BEGIN\nassert x == 2\n# END", True),
        ("x = 1\n\n# BEGIN\nassert x == 1\n# END\nassert x == 2", False),
        ("\n\n# BEGIN\ndef check(x): assert x == 1\n# END\ncheck(2)", True),
        ("def check(x):\n    x\n# BEGIN\n    assert x == 1\n# END\ncheck(2)", True),
        ("\n\n# BEGIN\nsecret = 42\n# END\nassert secret == 41", True),
    ],
)
def test_an_error_of_a_hidden_line_is_known_as_such(
    learner: Told, source: str, is_hidden: bool
) -> None:
    ended = outcome(learner, source)
    assert (ended.status, ended.is_hidden) == ("error", is_hidden)


@pytest.mark.parametrize(
    ("source", "value"),
    [("1 / 4", "0.25"), ("0.5;", None), ("x = 1", None), ("None", None), ("'a'", "'a'")],
)
def test_the_last_value_is_partial_credit_as_in_nbgrader(
    learner: Told, source: str, value: str | None
) -> None:
    assert outcome(learner, source).value == value
