"""From what happened to marks, with an engine that only pretends to run."""

from __future__ import annotations

import shutil
from typing import Literal

import pytest
from grading_classroom import RIGHT, TASKS, Classroom, notes, scores, solved

from officina_courses import grading
from officina_courses.grading.engine import CellRan, End, Engine, Pass, PassRan, Trust
from officina_courses.grading.marking import partial_credit
from officina_courses.grading.request import GradeRequest, Limits
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.usefixtures("guarded_way")


class TellingEngine:
    """Says of every test cell what it was told to say."""

    def __init__(
        self,
        status: Literal["ok", "error", "timeout"] = "ok",
        *,
        value: str | None = None,
        error: str | None = None,
        trust: Trust | None = "sound",
        end: End = "finished",
    ) -> None:
        self.said = CellRan("", status, error=error, value=value, trust=trust)
        self.end = end
        self.passes: list[Pass] = []

    def run(self, work: Pass) -> PassRan:
        self.passes.append(work)
        return PassRan(tuple(self.said._replace(key=cell.key) for cell in work.cells), self.end)


def grade_with(
    classroom: Classroom,
    engine: Engine,
    *,
    exercise: str = "doubling",
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> grading.GradeOutcome:
    request = GradeRequest(
        course_home=classroom.home,
        exercise_id=exercise,
        student_id="anna",
        submission_dir=classroom.hand_in("anna", solved(RIGHT), exercise),
        received_at=classroom.noon,
        limits=limits,
        isolation="off",
    )
    return grading.grade_submission(request, engine=engine)


@pytest.mark.parametrize(
    ("value", "points", "expected"),
    [
        (None, 2.0, 2.0),
        ("0.5", 2.0, 0.5),
        ("0", 2.0, 0.0),
        ("2", 2.0, 2.0),
        ("True", 2.0, 2.0),
        ("'text'", 2.0, 2.0),
        ("np.float64(0.0)", 2.0, 0.0),
        ("np.float64(1.5)", 2.0, 1.5),
        ("np.int64(1)", 2.0, 1.0),
        ("np.float32(3.0)", 2.0, None),
        ("np.float64(nan)", 2.0, None),
        ("np.True_", 2.0, 2.0),
        ("-1", 2.0, None),
        ("nan", 2.0, None),
        ("2.1", 2.0, None),
        ("inf", 2.0, None),
    ],
)
def test_a_test_that_ends_in_a_number_gives_so_many_points(
    value: str | None, points: float, expected: float | None
) -> None:
    assert partial_credit(value, points) == expected


def test_hidden_tests_are_only_in_the_pass_that_shows_nothing(classroom: Classroom) -> None:
    engine = TellingEngine()
    grade_with(classroom, engine)
    assert [work.purpose for work in engine.passes] == ["show", "mark", "mark"]
    shown, counted, tried = ("".join(cell.source for cell in work.cells) for work in engine.passes)
    assert classroom.secret not in shown
    assert classroom.secret in counted
    assert classroom.secret in tried


def test_nothing_is_tried_in_the_passes_that_show_and_count(classroom: Classroom) -> None:
    engine = TellingEngine()
    grade_with(classroom, engine)
    assert [bool(work.tried) for work in engine.passes] == [False, False, True]


def test_a_late_submission_costs_one_pass_more_whatever_is_in_it(classroom: Classroom) -> None:
    source = classroom.write_source("pair", TASKS)
    shutil.copy(source / "tasks.ipynb", source / "more.ipynb")
    prepare_exercise(classroom.home, "pair")
    engine = TellingEngine("timeout", end="timeout")
    grade_with(classroom, engine, exercise="pair", limits=Limits(gives_way=True))
    assert [work.purpose for work in engine.passes] == ["show", "show", "mark", "show", "mark"]
    assert [work.limits.gives_way for work in engine.passes] == [True, *[False] * 4]


@pytest.mark.parametrize("trust", ["unjudged", None])
def test_a_pass_that_was_not_judged_waits_for_a_trainer_and_accuses_nobody(
    classroom: Classroom, trust: Trust | None
) -> None:
    outcome = grade_with(classroom, TellingEngine(trust=trust))
    assert outcome.grade is not None
    notebook = outcome.grade.notebooks[0]
    assert (notebook.cells[0].score, notebook.cells[0].needs_manual) == (None, True)
    assert (notebook.state, outcome.state) == ("graded", "needs_manual")
    assert "changes how tests run" not in notes(outcome)


def test_a_tampered_test_has_no_points_and_is_looked_at(classroom: Classroom) -> None:
    outcome = grade_with(classroom, TellingEngine(trust="tampered"))
    assert outcome.grade is not None
    notebook = outcome.grade.notebooks[0]
    assert (notebook.cells[0].score, notebook.cells[0].needs_manual) == (0.0, True)
    assert notebook.state == "tampered"


def test_more_points_than_the_cell_has_are_looked_at(classroom: Classroom) -> None:
    outcome = grade_with(classroom, TellingEngine(value="98765"))
    assert outcome.grade is not None
    cell = outcome.grade.notebooks[0].cells[0]
    assert (cell.score, cell.needs_manual) == (0.0, True)
    assert "98765" not in outcome.model_dump_json()


def test_the_name_of_an_unknown_exception_is_not_told(classroom: Classroom) -> None:
    outcome = grade_with(classroom, TellingEngine("error", error="assert_f_2_is_4"))
    assert "assert_f_2_is_4" not in outcome.model_dump_json()
    assert "The test did not pass." in outcome.model_dump_json()


class FailingWhereItCounts(TellingEngine):
    """Passes where it is shown, fails where hidden tests run."""

    def run(self, work: Pass) -> PassRan:
        ran = super().run(work)
        if work.purpose == "mark":
            return ran
        return ran._replace(cells=tuple(c._replace(status="ok", error=None) for c in ran.cells))


def test_a_pass_with_hidden_tests_names_no_exception_of_any_cell(classroom: Classroom) -> None:
    outcome = grade_with(classroom, FailingWhereItCounts("error", error="KeyError"))
    assert scores(outcome)["test_double"] == 0.0
    assert "KeyError" not in outcome.model_dump_json()


@pytest.mark.parametrize("end", ["crashed", "timeout"])
def test_what_was_graded_before_the_end_counts(classroom: Classroom, end: End) -> None:
    outcome = grade_with(classroom, TellingEngine(end=end))
    assert scores(outcome)["test_double"] == 2.0
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == end


def test_nothing_counts_where_the_graders_messages_were_forged(classroom: Classroom) -> None:
    outcome = grade_with(classroom, TellingEngine(end="tampered"))
    assert scores(outcome)["test_double"] == 0.0
    assert outcome.state == "needs_manual"


def test_every_name_of_the_face_can_be_had() -> None:
    assert grading.__all__ == sorted(grading.__all__)
    for name in grading.__all__:
        assert getattr(grading, name) is not None
    with pytest.raises(AttributeError):
        _ = grading.no_such_name
