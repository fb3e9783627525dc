"""An exercise summed up: shares, cells, errors and times, each with how many it is of."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from officina_courses.grading.marking import HIDDEN_FAILED
from officina_courses.marks import CellMark, Grade, NotebookMark, TaskName
from officina_hub.portal.store.exercise_work import Work
from officina_hub.portal.store.overview import Overview, Place, sum_up
from officina_hub.portal.store.overview_csv import overview_csv
from officina_widgets.wire import ExerciseOut

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LEAF = ExerciseOut(
    id="leaf", title="The leaf", minutes=5, max_score=2, has_manual=False, notebooks=("leaf",)
)


def cell(grade_id: str, score: float | None = 1, **more: object) -> CellMark:
    known = {"grade_id": grade_id, "score": score, "max_score": 1, "needs_manual": score is None}
    return CellMark.model_validate(known | more)


def work(user: str, *cells: CellMark, version: str = "1.0.0") -> Work:
    score = sum(each.score or 0 for each in cells)
    needs_manual = any(each.needs_manual for each in cells)
    points = sum(each.max_score for each in cells)
    mark = NotebookMark(name="leaf", state="graded", score=score, max_score=points, cells=cells)
    grade = Grade(
        score=score,
        max_score=points,
        needs_manual=needs_manual,
        notebooks=(mark,),
        graded_at=NOON,
    )
    state = "needs_manual" if needs_manual else "graded"
    return Work(submission_id=f"of {user}", user=user, state=state, version=version, grade=grade)


def waiting(user: str) -> Work:
    return Work(submission_id=f"of {user}", user=user, state="queued", version="1.0.0", grade=None)


def shown(*found: Work, version: str = "") -> Overview:
    return sum_up(LEAF, found, version)


def test_nothing_handed_in_is_no_distribution() -> None:
    found = shown()

    assert (found.handed_in, found.marked, found.scores, found.cells) == (0, 0, None, ())


def test_each_share_of_the_points_has_its_column() -> None:
    found = shown(
        work("ada", cell("a"), cell("b")),
        work("bob", cell("a"), cell("b", 0)),
        work("cy", cell("a", 0.29), cell("b", 0.29)),
        work("dee", cell("a", -1), cell("b", 0)),
        work("eve", cell("a", 3), cell("b")),
    ).scores

    assert found is not None
    assert found.tenths == (1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 2)
    assert found.count == 5
    assert found.median == 0.5


def test_marks_that_are_not_complete_stay_out_of_the_distribution() -> None:
    found = shown(work("ada", cell("a"), cell("essay", None)), waiting("bob"))

    assert (found.handed_in, found.marked, found.scores) == (2, 1, None)
    assert [one.user for one in found.waiting] == ["ada"]


def test_the_cell_that_fails_most_comes_first() -> None:
    found = shown(
        work("ada", cell("easy"), cell("hard", 0), cell("essay", None)),
        work("bob", cell("easy"), cell("hard", 0.5), cell("essay", 1)),
    ).cells

    assert [each.place.grade_id for each in found] == ["hard", "easy", "essay"]
    assert (found[0].full, found[0].part, found[0].none, found[0].failure) == (0, 1, 1, 0.5)
    assert (found[2].marked, found[2].waiting) == (1, 1)


def test_a_cell_without_points_cannot_fail() -> None:
    found = shown(work("ada", cell("free", 0, max_score=0))).cells

    assert (found[0].marked, found[0].failure) == (0, 0.0)


def test_times_are_those_that_are_known() -> None:
    found = shown(
        work("ada", cell("a", seconds=1)),
        work("bob", cell("a", seconds=3)),
        work("cy", cell("a", seconds=20)),
        work("dee", cell("a")),
    ).cells[0]

    assert (found.timed, found.median_seconds, found.max_seconds) == (3, 3, 20)


def test_the_same_error_in_the_same_cell_is_one_group() -> None:
    found = shown(
        work("ada", cell("a", 0, error="NameError"), cell("b", 0, error="NameError")),
        work("bob", cell("a", 0, error="NameError"), cell("b")),
        work("cy", cell("a", 0, error="TypeError"), cell("b")),
    ).errors

    place = Place(notebook="leaf", grade_id="a")
    assert (found[0].place, found[0].error) == (place, "NameError")
    assert [one.user for one in found[0].submissions] == ["ada", "bob"]
    assert len(found) == 3


def test_a_hidden_test_that_did_not_pass_is_a_group_without_a_name() -> None:
    hidden = cell("a", 0).model_copy(update={"note": f"Moved. {HIDDEN_FAILED}"})
    told = cell("a", 0, error="NameError").model_copy(update={"note": HIDDEN_FAILED})
    everyone = {"ada": hidden, "bob": hidden, "cy": told, "dan": cell("a")}
    found = shown(*(work(user, each) for user, each in everyone.items()))
    names = [(error.error, error.is_hidden, len(error.submissions)) for error in found.errors]
    assert names == [(HIDDEN_FAILED, True, 2), ("NameError", False, 1)]


def test_an_error_whose_name_has_no_end_is_cut() -> None:
    found = shown(work("ada", cell("a", 0, error="E" * 10_000))).errors

    assert len(found[0].error) == 60


@pytest.mark.parametrize(("version", "users"), [("", 2), ("1.0.0", 1), ("2.0.0", 1), ("3", 0)])
def test_a_release_can_be_looked_at_alone(version: str, users: int) -> None:
    found = shown(work("ada", cell("a")), work("bob", cell("a"), version="2.0.0"), version=version)

    assert found.marked == users
    assert found.versions == ("1.0.0", "2.0.0")


def test_the_csv_has_a_line_for_each_cell_and_error_and_no_formula() -> None:
    found = shown(
        work("ada", cell("=a", 0, error="+Evil", seconds=0.5), cell("b")),
        work("bob", cell("=a", 1), cell("b")),
    )
    rows = list(csv.reader(io.StringIO(overview_csv(found), newline="")))

    assert [row[0] for row in rows] == ["kind", "cell", "cell", "error"]
    assert len({len(row) for row in rows}) == 1
    assert rows[1][2:] == ["'=a", "", "1", "0", "1", "0", "1", "0.500", "0.500", "2", "", ""]
    assert rows[3][2:4] == ["'=a", "'+Evil"]


def test_a_cell_is_called_as_in_the_marks_that_were_given_last() -> None:
    older = work("ada", cell("a", 0, error="NameError", task=TaskName(heading="Before")))
    newer = work("bob", cell("a", task=TaskName(heading="After")))
    assert newer.grade is not None
    later = newer.grade.model_copy(update={"graded_at": NOON + timedelta(hours=1)})
    found = shown(newer.model_copy(update={"grade": later}), older, waiting("cy"))
    assert [one.task for one in (*found.cells, *found.errors)] == [TaskName(heading="After")] * 2
    assert [one.task for one in shown(work("ada", cell("a", 0, error="KeyError"))).errors] == [None]
