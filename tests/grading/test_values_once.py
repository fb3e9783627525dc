"""A value that a test asks for again travels once, and never hides what was changed."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from officina_courses.grading.examiner import wire
from officina_courses.grading.examiner.asking import Line
from officina_courses.grading.examiner.given import Given
from officina_courses.grading.examiner.namespace import Names
from officina_courses.grading.runner.answering import Marked, make_answerer
from officina_courses.grading.runner.outputs import Outputs

VALUES: dict[str, Callable[[], Any]] = {
    "list": lambda: [1, 2.5, "three", None],
    "nested": lambda: {"a": [1, 2], "b": [{3}]},
    "array": lambda: np.arange(6.0).reshape(2, 3),
    "objects": lambda: np.array([1, "two"], dtype=object),
    "table": lambda: pd.DataFrame({"place": ["A", "B"], "cores": [1, 2]}),
    "lists": lambda: pd.DataFrame({"rows": [[1], [2]]}),
    "series": lambda: pd.Series([1.5, None], name="hours"),
}
CHANGES = {
    "list": "value.append(4)",
    "nested": "value['a'].append(3)",
    "array": "value[0, 0] = 99",
    "objects": "value[0] = 99",
    "table": "value.loc[0, 'cores'] = 99",
    "lists": "value.loc[0, 'rows'].append(2)",
    "series": "value[0] = 99.0",
}


class Learner:
    """A learner's names, answered for in a thread, and the examiner's names beside it."""

    def __init__(self, **namespace: Any) -> None:
        ours, self.theirs = socket.socketpair()
        self._ours = ours
        self.said: list[str] = []
        marked: Marked = {}
        self._answer = make_answerer(namespace, Outputs(1 << 20), _at_once, marked)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        line = Line(ours.fileno())
        line.begin(lambda: 5.0, "")
        self.names = Names(line, Given({}))

    def _serve(self) -> None:
        with contextlib.suppress(wire.ClosedError):
            while True:
                question, buffers = wire.receive(self.theirs.fileno())
                message, given = self._answer(question, buffers)
                self.said.append(message.get("kind", question["op"]))
                wire.send(self.theirs.fileno(), wire.pack(message, given))

    def end(self) -> None:
        self._ours.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._ours.close()
        self.theirs.close()


def _at_once(seconds: float, run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return run()


@pytest.fixture
def begun() -> Iterator[Callable[..., Learner]]:
    with contextlib.ExitStack() as stack:

        def begin(**namespace: Any) -> Learner:
            learner = Learner(**namespace)
            stack.callback(learner.end)
            return learner

        yield begin


def told(value: Any) -> str:
    return repr(value.to_dict()) if hasattr(value, "to_dict") else repr(value)


def test_a_table_that_functions_get_again_and_again_travels_once(
    begun: Callable[..., Learner],
) -> None:
    learner = begun(table=VALUES["table"](), total=lambda table: int(table["cores"].sum()))
    for _ in range(2):
        assert eval("total(table) + len(table)", learner.names) == 5
    assert learner.said == ["value", "value", "call", "kept", "call", "kept"]


@pytest.mark.parametrize("kind", VALUES)
def test_what_a_test_changed_is_the_learners_again_in_the_next(
    begun: Callable[..., Learner], kind: str
) -> None:
    learner = begun(value=VALUES[kind]())
    exec(CHANGES[kind], learner.names)
    assert told(learner.names["value"]) != told(VALUES[kind]())
    learner.names.begin()
    assert told(learner.names["value"]) == told(VALUES[kind]())
    assert learner.said == ["value", "kept"]


@pytest.mark.parametrize("kind", VALUES)
def test_what_a_learners_function_changed_is_seen(begun: Callable[..., Learner], kind: str) -> None:
    value = VALUES[kind]()
    learner = begun(value=value, change=lambda: exec(CHANGES[kind], {"value": value}))
    assert told(learner.names["value"]) == told(VALUES[kind]())
    eval("change()", learner.names)
    assert told(learner.names["value"]) == told(value) != told(VALUES[kind]())


@pytest.mark.parametrize("kind", VALUES)
def test_what_a_learners_function_changed_of_its_argument_is_seen(
    begun: Callable[..., Learner], kind: str
) -> None:
    def change(value: Any) -> None:
        exec(CHANGES[kind], {"value": value})

    value = VALUES[kind]()
    learner = begun(value=value, change=change)
    eval("change(value)", learner.names)
    assert told(learner.names["value"]) == told(value) != told(VALUES[kind]())


def test_equal_values_of_other_kinds_are_no_values_that_are_kept(
    begun: Callable[..., Learner],
) -> None:
    values: list[Any] = [1, 0.0, True]
    learner = begun(values=values, change=lambda: values.__setitem__(slice(None), [True, -0.0, 1]))
    assert repr(learner.names["values"]) == "[1, 0.0, True]"
    eval("change()", learner.names)
    assert repr(learner.names["values"]) == "[True, -0.0, 1]"
