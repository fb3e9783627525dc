"""The corpus through ``nbgrader autograde`` and through Officina, read by nbgrader's own API.

Whatever its gradebook says of a submission is the same, but for the cells of the documented cases.
"""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from corpus import Graded, generated, grade_documentation, grade_generated
from corpus_kinds import Mark
from corpus_marks import SUMS, Told

pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(3600)]

REFERENCE = Path(__file__).parents[2] / "docs/reference/grading.md"


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> list[Graded]:
    """nbgrader's own course, graded by both."""
    return grade_documentation(tmp_path_factory.mktemp("documentation") / "course")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, documentation: list[Graded]) -> list[Graded]:
    """Everything, graded by both."""
    return [*documentation, *grade_generated(tmp_path_factory.mktemp("generated") / "course")]


def test_the_gradebooks_say_the_same_but_for_the_documented_cells(corpus: list[Graded]) -> None:
    for one in corpus:
        if one.refusal:
            continue
        assert one.theirs is not None, one.handed.place
        ours, theirs = copy.deepcopy(one.ours), copy.deepcopy(one.theirs)
        if one.handed.differs:
            gained = _taken_out(ours, one) - _taken_out(theirs, one)
            assert one.ours["score"] - one.theirs["score"] == pytest.approx(gained)
        assert ours == theirs, one.handed.place


def test_each_documented_cell_differs_as_it_is_documented(corpus: list[Graded]) -> None:
    for one in corpus:
        for cell, differs in one.handed.differs.items():
            assert one.theirs is not None
            found = (_mark(one.ours, cell), _mark(one.theirs, cell))
            assert found == (differs.ours, differs.theirs), (*one.handed.place, cell)


def test_nbgrader_gives_no_marks_where_that_is_documented_and_officina_does(
    corpus: list[Graded],
) -> None:
    refused = {one.handed.place for one in corpus if one.refusal}
    assert refused == {one.handed.place for one in corpus if one.handed.refused}
    for one in corpus:
        found = {cell: _mark(one.ours, cell) for cell in one.handed.ours}
        assert found == one.handed.ours, one.handed.place


def test_each_case_stands_in_the_reference(corpus: list[Graded]) -> None:
    table = REFERENCE.read_text().partition("## What differs, and why")[2].partition("\n## ")[0]
    documented = {line.split(" | ")[0].removeprefix("| ") for line in table.splitlines()}
    cases = {case for one in corpus for case in one.handed.cases}
    assert len(cases) > 12
    assert cases <= documented


def test_the_corpus_is_large_and_has_every_kind_of_mark(corpus: list[Graded]) -> None:
    many = sum(len(exercise.handed) for exercise in generated())
    assert many >= 200
    gradebooks = [one.theirs for one in corpus if one.theirs is not None]
    rows = [row for told in gradebooks for row in told["notebooks"].values()]
    grades = [grade for row in rows for grade in row["grades"].values()]
    assert len({told["score"] for told in gradebooks}) > 12
    assert sum(bool(row["penalty"]) for row in rows) > 5
    assert any(grade["manual_score"] for grade in grades)
    assert any(grade["extra_credit"] for grade in grades)
    assert any(grade["needs_manual_grade"] for grade in grades)
    assert any(0 < (grade["auto_score"] or 0) < grade["max_score"] for grade in grades)


def _taken_out(told: Told, one: Graded) -> float:
    """Take the documented cells and all sums out; how many points the cells had."""
    points = 0.0
    for name in SUMS:
        told.pop(name)
    for row in told["notebooks"].values():
        row.pop("penalty")
    for place in one.handed.differs:
        notebook, _, cell = place.partition(".")
        points += told["notebooks"][notebook]["grades"].pop(cell, {"score": 0})["score"]
        told["notebooks"][notebook]["comments"].pop(cell, None)
    return points


def _mark(told: Told, place: str) -> Mark:
    notebook, _, cell = place.partition(".")
    grade = told["notebooks"][notebook]["grades"].get(cell)
    if grade is None:
        return Mark(None)
    return Mark(grade["auto_score"], waits=grade["needs_manual_grade"])
