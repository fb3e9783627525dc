"""What of nbgrader's models a grading needs, loaded by few and small statements.

nbgrader's models carry every sum that formgrader shows as a column of its own: a query over all
rows below, which SQLite would read and run for each row that is loaded. And each collection comes
by a statement of its own for each row that has one. So what is needed is named here.
"""

from __future__ import annotations

from functools import lru_cache

from nbgrader import api
from sqlalchemy.orm import joinedload, load_only, selectinload, with_polymorphic
from sqlalchemy.sql.base import ExecutableOption

Options = tuple[ExecutableOption, ...]


@lru_cache(maxsize=1)
def of_submission() -> Options:
    """A submission, its notebooks, and every mark and comment with the cell that it is for."""
    rows, submitted = selectinload(api.SubmittedAssignment.notebooks), api.SubmittedNotebook
    notebook = rows.joinedload(submitted.notebook)
    every_kind = with_polymorphic(api.BaseCell, "*")
    return (
        load_only(
            api.SubmittedAssignment.assignment_id,
            api.SubmittedAssignment.student_id,
            api.SubmittedAssignment.timestamp,
            api.SubmittedAssignment.extension,
        ),
        joinedload(api.SubmittedAssignment.assignment).load_only(
            api.Assignment.name, api.Assignment.duedate
        ),
        rows.load_only(
            submitted.assignment_id, submitted.notebook_id, submitted.late_submission_penalty
        ),
        rows.selectinload(submitted.grades).load_only(
            api.Grade.notebook_id,
            api.Grade.cell_id,
            api.Grade.auto_score,
            api.Grade.manual_score,
            api.Grade.extra_credit,
            api.Grade.needs_manual_grade,
        ),
        rows.selectinload(submitted.comments).load_only(
            api.Comment.notebook_id,
            api.Comment.cell_id,
            api.Comment.auto_comment,
            api.Comment.manual_comment,
        ),
        notebook.load_only(api.Notebook.name),
        notebook.selectinload(api.Notebook._base_cells.of_type(every_kind)),
    )
