"""nbgrader's gradebook: read and written here in one transaction, on nbgrader's own models.

nbgrader commits after every cell; a grader killed in between would leave half a submission. Here a
submission's student, rows, marks and comments become visible together or not at all. The journal
mode stays nbgrader's, because formgrader opens the same file from the course's own server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader import api
from sqlalchemy import Engine, Select, create_engine, event, inspect, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from officina_courses.grading import (
    gradebook_damage,
    gradebook_file,
    gradebook_loading,
    late_penalties,
)
from officina_courses.grading.gradebook_rows import (
    Submission,
    SubmittedNotebook,
    exercise_of,
    submission_of,
)
from officina_courses.grading.gradebook_writing import write
from officina_courses.grading.marking import Marked
from officina_courses.grading.request import LatePenalty

FILE = gradebook_file.FILE
COURSE_ID = "default_course"  # what nbgrader's own commands use
# What nbgrader looks for without an index, in tables that grow with every submission.
LOOKED_UP = (
    ("submitted_notebook", "assignment_id"),
    ("grade", "notebook_id"),
    ("comment", "notebook_id"),
)
NOTHING_SETTLED: Mapping[str, float | None] = MappingProxyType({})
MOST_ENGINES = 32  # each holds some hundred statements


def make_gradebook(home: Path) -> None:
    """See to it that the course has a gradebook with all of nbgrader's tables."""
    gradebook_file.make_sure(home)
    with _transaction(home) as session:
        if inspect(session.connection()).get_table_names():
            # Made anew here, a table would stand there without the marks that were in it.
            gradebook_damage.require_whole(session, home)
        _create_tables(session)


@contextmanager
def open_gradebook(home: Path) -> Iterator[Session]:
    """One transaction on the course's gradebook: kept when the block ends, undone if it raises.

    Raises ``NotPrepared`` where the course has none, ``GradebookDamaged`` where it is of no use.
    """
    with _transaction(home) as session:
        gradebook_damage.require_whole(session, home)
        yield session


@contextmanager
def trial(home: Path) -> Iterator[Session]:
    """One transaction on the gradebook that is always undone; nothing of it reaches the disk."""
    with _transaction(home, prepare=_kept_in_memory) as session:
        gradebook_damage.require_whole(session, home)
        yield session
        session.rollback()


def _kept_in_memory(connection: Any) -> None:
    """No page and no journal is written before the end, which takes everything back."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA cache_spill = OFF")
    cursor.execute("PRAGMA journal_mode")
    # A gradebook that somebody put into WAL mode would be converted, and so written, by this.
    if cursor.fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = MEMORY")
        cursor.fetchone()
    cursor.close()


def _as_it_is(_connection: Any) -> None:
    """SQLite's own ways."""


@contextmanager
def _transaction(home: Path, *, prepare: Callable[[Any], None] = _as_it_is) -> Iterator[Session]:
    engine = _engine(home, prepare)
    with gradebook_damage.told(home), Session(engine) as session, session.begin():
        session.connection()
        yield session


@lru_cache(maxsize=MOST_ENGINES)
def _engine(home: Path, prepare: Callable[[Any], None]) -> Engine:
    """What SQLAlchemy knows of a gradebook: how its statements read as SQL, and no connection.

    Without it each transaction would compile all its statements again, which costs more than
    everything that SQLite does.
    """

    def connected() -> Any:
        connection = gradebook_file.connect(home)
        prepare(connection)
        return connection

    # Nothing is taken back at the end: a connection is closed then, which undoes what was not kept.
    engine = create_engine(
        "sqlite://", creator=connected, poolclass=NullPool, pool_reset_on_return=None
    )
    # Take the write lock at the start: upgrading from a read lock can fail whatever the patience.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def save_submission(
    session: Session,
    *,
    exercise_id: str,
    student_id: str,
    received_at: datetime | None,
    marked: Mapping[str, Marked],
    late_penalty: LatePenalty = "none",
    settled: Mapping[str, float | None] = NOTHING_SETTLED,
) -> Submission:
    """Write one submission as ``nbgrader autograde`` does; marks by hand are never overwritten.

    ``settled`` are grades, by their ids, at which nobody has to look again where their automatic
    mark is the same as it says. Returns what the gradebook says of the submission now.
    """
    exercise = exercise_of(session, exercise_id)
    submission = submission_of(session, exercise, student_id)
    # nbgrader, too, leaves an older moment where a newer submission comes without one.
    if received_at is not None:
        submission.timestamp = received_at.astimezone(UTC).replace(tzinfo=None)
    for row in submission.notebooks:
        _mark(row, marked[row.name], settled)
    read = {name for name, found in marked.items() if found.was_read}
    late_penalties.assign(submission, exercise.duedate, late_penalty, read=read)
    write(session, submission, exercise, student_id)
    return submission


def _mark(row: SubmittedNotebook, marked: Marked, settled: Mapping[str, float | None]) -> None:
    marks = {mark.grade_id: mark for mark in marked.mark.cells}
    for grade in row.grades:
        mark = marks.get(grade.cell.name)
        if mark is None:
            continue
        grade.auto_score = mark.score
        # nbgrader's rule: a mark given by hand earlier stays and is looked at again.
        given_by_hand = grade.manual_score is not None
        grade.needs_manual_grade = mark.needs_manual or (given_by_hand and marked.was_read)
        if grade.id in settled and settled[grade.id] == grade.auto_score:
            grade.needs_manual_grade = False
    for comment in row.comments:
        comment.auto_comment = marked.comments.get(comment.cell.name)


def complete_submission(
    session: Session, assignment: Any, submission: Any
) -> list[tuple[Any, Any]]:
    """Each notebook of the exercise with its row in the submission, every row that lacked added."""
    submitted = {notebook.notebook_id: notebook for notebook in submission.notebooks}
    rows = []
    for notebook in assignment.notebooks:
        row = submitted.get(notebook.id)
        if row is None:
            row = api.SubmittedNotebook(notebook=notebook, assignment=submission)
            session.add(row)
        add_missing_rows(session, notebook, row)
        rows.append((notebook, row))
    return rows


def add_missing_rows(session: Session, notebook: Any, row: Any) -> None:
    """A grade and a comment for every cell that has one, also for cells of a later version."""
    graded = {grade.cell_id for grade in row.grades}
    commented = {comment.cell_id for comment in row.comments}
    for cell in (*notebook.grade_cells, *notebook.task_cells):
        if cell.id not in graded:
            session.add(api.Grade(cell=cell, notebook=row))
    for cell in (*notebook.solution_cells, *notebook.task_cells):
        if cell.id not in commented:
            session.add(api.Comment(cell=cell, notebook=row))


def find_submission(session: Session, exercise_id: str, student_id: str) -> Any | None:
    """The gradebook's submission of that learner, None where there is none yet."""
    query = _submission_of(exercise_id, student_id).options(*gradebook_loading.of_submission())
    return session.scalars(query).one_or_none()


def _submission_of(exercise_id: str, student_id: str) -> Select[Any]:
    return (
        select(api.SubmittedAssignment)
        .join(api.Assignment)
        .where(api.Assignment.name == exercise_id)
        .where(api.SubmittedAssignment.student_id == student_id)
    )


def due_date(session: Session, exercise_id: str) -> datetime | None:
    """When the exercise is due, in UTC without saying so; None where no date was set."""
    due: datetime | None = session.scalars(
        select(api.Assignment.duedate).where(api.Assignment.name == exercise_id)
    ).one()
    return due


def _create_tables(session: Session) -> None:
    connection = session.connection()
    is_empty = not inspect(connection).get_table_names()
    api.Base.metadata.create_all(bind=connection)
    for table, column in LOOKED_UP:
        session.execute(
            text(f"CREATE INDEX IF NOT EXISTS officina_{table}_{column} ON {table} ({column})")
        )
    if is_empty:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(
            text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": _head()}
        )
    if session.get(api.Course, COURSE_ID) is None:
        session.add(api.Course(id=COURSE_ID))
        session.flush()


def _head() -> str | None:
    """The revision that nbgrader's models are at; nbgrader asks a child process for it."""
    config = Config()
    config.set_main_option("script_location", str(Path(api.__file__).parent / "alembic"))
    return ScriptDirectory.from_config(config).get_current_head()
