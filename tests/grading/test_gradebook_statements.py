"""What a grading asks of the gradebook: little, and nothing that gets slower with the class."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import TASKS, Classroom
from nbgrader import api
from sqlalchemy import Engine, event, inspect, select, text

from officina_courses.grading import gradebook
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
