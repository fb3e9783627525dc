"""Submissions that are no good notebooks: each costs itself and is told in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from grading_classroom import TASKS, Classroom, named, notes, scores, solved

from officina_courses.grading import Limits
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

OLD = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}

A_CELL = b'{"cell_type": "code", "source": "", "metadata": {}},'
MANY_CELLS = b'{"nbformat": 4, "metadata": {}, "cells": [' + (A_CELL * 100_000)[:-1] + b"]}"


@pytest.mark.parametrize(
    ("content", "state", "words"),
    [
        (b"", "empty", "no content"),
        (b"{ this is no JSON", "broken", "not JSON"),
        (b'{"cells": [', "broken", "ends too early"),
        (json.dumps(OLD).encode(), "broken", "nbconvert --to notebook --nbformat 4"),
        (b"\xff\xfe\x00", "broken", "UTF-8"),
        (b"[" * 100_000, "broken", "nested"),
        (b"[]", "broken", "list instead of an object"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', "empty", "no cells"),
        (MANY_CELLS, "too_large", "2000 are allowed"),
        (b" " * 9_000_000, "too_large", "without its outputs it still has more than"),
    ],
    ids=[
        "empty",
        "no-json",
        "cut",
        "format-3",
        "no-utf8",
        "deep",
        "list",
        "no-cells",
        "many-cells",
        "large",
    ],
)
def test_a_notebook_that_cannot_be_read_gets_no_points_and_a_sentence(
    classroom: Classroom, content: bytes, state: str, words: str
) -> None:
    folder = classroom.hand_in("nils", lambda cells: None)
    (folder / "tasks.ipynb").write_bytes(content)
    outcome = classroom.grade("nils", folder, limits=Limits(notebook_bytes=8_000_000))
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == state
    assert words in outcome.message
    assert outcome.state == "graded"
    assert set(scores(outcome).values()) == {0.0}
    assert "Traceback" not in classroom.written("nils")


def test_a_missing_notebook_is_told(classroom: Classroom, tmp_path: Path) -> None:
    outcome = classroom.grade("olga", tmp_path)
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "missing"
    assert "was not handed in" in outcome.feedback[0].html


def test_one_broken_notebook_does_not_cost_the_other(classroom: Classroom) -> None:
    source = classroom.write_source("twofold", TASKS)
    (source / "second.ipynb").write_text((source / "tasks.ipynb").read_text())
    prepare_exercise(classroom.home, "twofold")
    folder = classroom.hand_in("paul", solved("def double(x): return 2 * x"), "twofold")
    (folder / "second.ipynb").write_text("oh no")
    outcome = classroom.grade("paul", folder, exercise_id="twofold")
    assert outcome.grade is not None
    assert [(book.name, book.state, book.score) for book in outcome.grade.notebooks] == [
        ("second", "broken", 0.0),
        ("tasks", "graded", 6.0),
    ]


def test_a_disordered_notebook_is_graded_with_notes(classroom: Classroom) -> None:
    def disorder(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        named(cells, "double")["source"] = "def double(x):\n    return 2 * x"
        copied = copy.deepcopy(named(cells, "test_double"))
        named(cells, "test_partly")["cell_type"] = "markdown"
        named(cells, "setup")["source"] = "offset = 0 / 0"
        cells.remove(named(cells, "test_double"))
        return [*cells, copied, copy.deepcopy(copied)]

    outcome = classroom.grade("rita", classroom.hand_in("rita", disorder))
    assert (scores(outcome)["test_double"], scores(outcome)["test_partly"]) == (2.0, 4.0)
    for words in ("moved", "2 times", "type was changed", "setup: Its text differed"):
        assert words in notes(outcome)


def test_text_that_cannot_be_encoded_is_no_obstacle(classroom: Classroom) -> None:
    odd = "def double(x):\n    return 2 * x\nprint('\\ud800 \\x00 \\u202e')\n'\\ud800'"
    folder = classroom.hand_in("sven", solved(odd))
    path = folder / "tasks.ipynb"
    path.write_text(path.read_text().replace("# Doubling", "\\ud800 \\u0000 Doubling"))
    outcome = classroom.grade("sven", folder)
    assert scores(outcome)["test_double"] == 2.0
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "graded"


@pytest.mark.parametrize(
    "deep",
    ["-" * 100_000 + "1", "not " * 60_000 + "1", "lambda: " * 3000 + "1"],
    ids=["minus", "not", "lambda"],
)
def test_text_that_is_too_deep_for_python_is_no_obstacle(classroom: Classroom, deep: str) -> None:
    def edit(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        named(cells, "double")["source"] = "def double(x): return 2 * x"
        return [{"cell_type": "code", "metadata": {}, "source": f"x = {deep}"}, *cells]

    outcome = classroom.grade("mira", classroom.hand_in("mira", edit))
    assert scores(outcome)["test_double"] == 2.0


def test_a_syntax_error_costs_its_own_cell_only(classroom: Classroom) -> None:
    def edit(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        broken = {"cell_type": "code", "metadata": {}, "source": "def (:"}
        named(cells, "double")["source"] = "def double(x): return 2 * x"
        return [broken, *cells]

    outcome = classroom.grade("tina", classroom.hand_in("tina", edit))
    assert scores(outcome)["test_double"] == 2.0


def test_files_in_the_way_of_the_graders_own_are_no_obstacle(classroom: Classroom) -> None:
    folder = classroom.hand_in("ugo", solved("def double(x): return 2 * x"))
    (folder / "numbers.txt").unlink()
    for name in ("numbers.txt/a", "timestamp.txt/a", ".officina-grade.json/a", "b.ipynb/a"):
        (folder / name).parent.mkdir()
        (folder / name).write_text("in the way")
    (folder / "json.py").write_text("raise SystemExit")
    (folder / "IPython").mkdir()
    (folder / "link").symlink_to("/etc/passwd")
    outcome = classroom.grade("ugo", folder)
    assert scores(outcome)["test_double"] == 2.0
    assert not (classroom.home / "submitted/ugo/doubling/link").exists()


def test_a_hostile_exception_costs_its_own_cell_only(classroom: Classroom) -> None:
    def edit(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        named(cells, "double")["source"] = "def double(x): return 2 * x"
        hostile = (
            "class E(Exception):\n    def __str__(self): raise SystemExit\n"
            "    __repr__ = __str__\nraise E"
        )
        return [{"cell_type": "code", "metadata": {}, "source": hostile}, *cells]

    outcome = classroom.grade("vera", classroom.hand_in("vera", edit))
    assert scores(outcome)["test_double"] == 2.0
