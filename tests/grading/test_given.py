"""What tests take from the trainer's cells, and what has to come from the learner's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from officina_courses.grading.examiner.asking import Line, StoppedError
from officina_courses.grading.examiner.given import Given, TrainerCell, find_given
from officina_courses.grading.examiner.known import Known
from officina_courses.grading.examiner.namespace import Names

STAR = TrainerCell("given", "from math import *")


class Asked(Line):
    """A line to a learner's process that has the modules it is told, and nothing else."""

    def __init__(self, peer: int, modules: dict[str, str]) -> None:
        super().__init__(peer)
        self.modules = modules
        self.asked: list[str] = []

    def name(self, name: str, had: Known | None = None) -> Known:
        self.asked.append(name)
        if name in self.modules:
            return Known("module", text=self.modules[name])
        return Known("missing")


@pytest.fixture
def ends() -> Iterator[socket.socket]:
    ours, theirs = socket.socketpair()
    yield ours
    ours.close()
    theirs.close()


def given_by(*cells: TrainerCell) -> Given:
    """As an examiner gets it."""
    return Given.from_json(find_given(cells, is_solved=True).as_json())


def answer(source: str) -> TrainerCell:
    return TrainerCell("answer", source, "answer")


def run(test: str, given: Given, peer: socket.socket, **modules: str) -> tuple[Any, list[str]]:
    """What a test's expression is, and which names the learner's process was asked for."""
    line = Asked(peer.fileno(), modules)
    return eval(test, Names(line, given)), line.asked


def test_a_star_in_a_given_cell_does_not_answer_for_the_learner(ends: socket.socket) -> None:
    given = given_by(STAR, answer("def sqrt(x):\n    return x ** 0.5"))
    with pytest.raises(NameError):
        run("sqrt(4) == 2", given, ends)


def test_a_star_in_a_given_cell_gives_all_other_names(ends: socket.socket) -> None:
    given = given_by(STAR, answer("def sqrt(x):\n    return x ** 0.5"))
    assert run("floor(2.5)", given, ends) == (2, [])


IMPORTS = {
    "module": ("import math", "math.sqrt(16)"),
    "usual name": ("import numpy as np", "np.sqrt(16)"),
    "another name": ("import math as m", "m.sqrt(16)"),
    "function": ("from math import sqrt", "sqrt(16)"),
    "star": ("from math import *", "sqrt(16)"),
}


@pytest.mark.parametrize("how", IMPORTS)
def test_an_answer_that_is_an_import_is_not_given(how: str, ends: socket.socket) -> None:
    solution, test = IMPORTS[how]
    with pytest.raises(NameError):
        run(test, given_by(answer(solution)), ends)


def test_what_a_given_cell_imports_stays_given_beside_the_same_import_of_an_answer(
    ends: socket.socket,
) -> None:
    for cells in ([0, 1], [1, 0]):
        both = TrainerCell("given", "import math"), answer("import math\nx = math.pi")
        given = given_by(*(both[place] for place in cells))
        assert run("math.sqrt(16)", given, ends) == (4, [])


def test_what_an_answer_imports_anew_under_a_given_name_is_the_learners(
    ends: socket.socket,
) -> None:
    given = given_by(
        TrainerCell("given", "from math import sqrt"), answer("from cmath import sqrt")
    )
    with pytest.raises(NameError):
        run("sqrt(-4)", given, ends)


def test_a_module_that_the_learner_imported_as_the_trainer_did_is_made_here(
    ends: socket.socket,
) -> None:
    given = given_by(answer("import os.path\nimport math as m"))
    assert run("m.sqrt(16)", given, ends, m="math") == (4, ["m"])


def test_another_module_under_the_trainers_name_is_not(ends: socket.socket) -> None:
    with pytest.raises(StoppedError):
        run("m.sqrt(16)", given_by(answer("import math as m")), ends, m="cmath")
