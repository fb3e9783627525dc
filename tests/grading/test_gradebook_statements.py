"""What a grading asks of the gradebook: little, and nothing that gets slower with the class."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import TASKS, Classroom
from nbgrader import api
from sqlalchemy import Engine, event, inspect, select, text
from sqlalchemy.orm import Session

from officina_courses.grading import gradebook
from officina_courses.grading.marking import Marked
from officina_courses.grading.spec import read_spec
from officina_courses.marks import CellMark, NotebookMark
from officina_courses.release import prepare_exercise

PEOPLE = 1001


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    room = Classroom(tmp_path / "home")
    room.home.mkdir(mode=0o700)
    room.write_source("doubling", TASKS)
    prepare_exercise(room.home, "doubling")
    return room


def test_a_statement_brings_all_its_rows_however_they_are_asked_for(room: Classroom) -> None:
    with gradebook.open_gradebook(room.home) as session:
        session.add_all(api.Student(id=f"s{number:04}") for number in range(PEOPLE))
    wanted = [f"s{number:04}" for number in range(PEOPLE)]
    query = select(api.Student.id).order_by(api.Student.id)
    with gradebook.open_gradebook(room.home) as session:
        assert list(session.scalars(query).all()) == wanted
        assert [name for part in session.scalars(query).partitions(150) for name in part] == wanted
        rows = session.execute(query)
        first = rows.fetchone()
        assert first is not None
        assert first[0] == wanted[0]
        assert [row[0] for row in rows.fetchall()] == wanted[1:]


def test_a_gradebook_that_was_open_before_is_asked_by_statements_made_once(
    room: Classroom,
) -> None:
    asked: list[Engine] = []
    for _ in range(2):
        with gradebook.open_gradebook(room.home) as session:
            engine = session.get_bind()
            assert isinstance(engine, Engine)
            asked.append(engine)
    assert asked[0] is asked[1]


def test_loading_a_submission_needs_no_statement_for_each_cell(room: Classroom) -> None:
    room.solve("ada")
    said: list[str] = []
    with gradebook.open_gradebook(room.home) as session:
        engine = session.get_bind()
        event.listen(
            engine, "before_cursor_execute", lambda conn, cursor, words, *rest: said.append(words)
        )
        submission = gradebook.find_submission(session, "doubling", "ada")
        assert submission is not None
        seen = [
            (grade.cell.name, grade.cell.max_score, grade.auto_score)
            for row in submission.notebooks
            for grade in row.grades
        ]
    assert len(seen) > 1
    assert len(said) <= 6, said


def marks_of_all_cells(room: Classroom, session: Session) -> dict[str, Marked]:
    specs = read_spec(session, "doubling", room.home / "release/doubling")
    return {
        spec.name: Marked(
            NotebookMark(
                name=spec.name,
                state="graded",
                score=spec.max_score,
                max_score=spec.max_score,
                cells=tuple(
                    CellMark(grade_id=cell.grade_id, score=cell.points, max_score=cell.points)
                    for cell in spec.cells
                    if cell.is_marked
                ),
            ),
            {},
        )
        for spec in specs
    }


@pytest.mark.parametrize("attempt", ["the first", "a second"])
def test_writing_a_submission_needs_no_statement_for_each_cell(
    room: Classroom, attempt: str
) -> None:
    said: list[str] = []
    with gradebook.open_gradebook(room.home) as session:
        marked = marks_of_all_cells(room, session)
        ada = {"exercise_id": "doubling", "student_id": "ada", "received_at": None}
        if attempt == "a second":
            gradebook.save_submission(session, **ada, marked=marked)
        engine = session.get_bind()
        event.listen(
            engine, "before_cursor_execute", lambda conn, cursor, words, *rest: said.append(words)
        )
        saved = gradebook.save_submission(session, **ada, marked=marked)
        found = gradebook.find_submission(session, "doubling", "ada")
        assert found is not None
        assert found.score == sum(mark.mark.max_score for mark in marked.values()) > 0
        assert saved.id == found.id
    assert len([words for words in said if not words.startswith("SELECT")]) == 5, said


def test_an_exercise_is_read_anew_only_where_its_rows_or_its_release_changed(
    room: Classroom,
) -> None:
    release = room.home / "release/doubling"
    with gradebook.open_gradebook(room.home) as session:
        (first,), (again,) = (read_spec(session, "doubling", release) for _ in range(2))
        assert again is first
        task = session.scalars(select(api.GradeCell)).first()
        task.max_score += 1
        (changed,) = read_spec(session, "doubling", release)
        assert changed.max_score == first.max_score + 1
        notebook = release / f"{first.name}.ipynb"
        notebook.write_text(notebook.read_text().replace('"cells"', '"cells" ', 1))
        (other,) = read_spec(session, "doubling", release)
        assert other is not changed
        assert other == changed
        notebook.unlink()
        (without,) = read_spec(session, "doubling", release)
        assert without.layout == ()


@pytest.mark.parametrize("table", ["submitted_notebook", "grade", "comment"])
def test_rows_of_one_submission_are_found_without_reading_those_of_all(
    room: Classroom, table: str
) -> None:
    column = dict(gradebook.LOOKED_UP)[table]
    with gradebook.open_gradebook(room.home) as session:
        assert inspect(session.connection()).get_indexes(table)
        plan = session.execute(
            text(f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE {column} = 'x'")
        ).all()
    assert "USING INDEX" in str(plan), plan
