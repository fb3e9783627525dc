"""Brings a newly made exercise into a gradebook that may hold submissions already.

nbgrader refuses to add or remove cells then (its issues 553 and 1699), which would make version 1.1
of a course impossible. Here cells are known by their names: those that stay keep their rows and
with them every mark and comment, new ones get rows, those that are gone take their marks along.
"""

from __future__ import annotations

from typing import Any

from nbgrader import api
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.grading.gradebook import COURSE_ID, complete_submission


def merge_exercise(made: Session, session: Session, exercise_id: str) -> None:
    """Make ``session``'s rows of the exercise say what ``made``'s say."""
    query = select(api.Assignment).where(api.Assignment.name == exercise_id)
    new = made.scalars(query).one()
    old = session.scalars(query).one_or_none()
    if old is None:
        old = api.Assignment(name=exercise_id, course_id=COURSE_ID)
        session.add(old)
        session.flush()
    known = {notebook.name: notebook for notebook in old.notebooks}
    wanted = {notebook.name: notebook for notebook in new.notebooks}
    for name, notebook in wanted.items():
        row = known.get(name)
        if row is None:
            row = api.Notebook(name=name, assignment=old)
            session.add(row)
        row.kernelspec = notebook.kernelspec
        _merge_cells(session, notebook, row)
    for name in known.keys() - wanted.keys():
        _remove_notebook(session, known[name])
    session.flush()
    session.expire_all()
    for submission in old.submissions:
        complete_submission(session, old, submission)  # nbgrader expects rows of new cells too
    session.flush()


def _merge_cells(session: Session, new: Any, row: Any) -> None:
    known = {(cell.type, cell.name): cell for cell in row._base_cells}
    wanted = {(cell.type, cell.name): cell for cell in new._base_cells}
    for key in known.keys() - wanted.keys():
        _remove_cell(session, known[key])
    session.flush()
    for key, cell in wanted.items():
        target = known.get(key)
        if target is None:
            target = type(cell)(name=cell.name, notebook=row)
            session.add(target)
        for field in ("max_score", "cell_type"):
            if hasattr(cell, field):
                setattr(target, field, getattr(cell, field))
    sources = {cell.name: cell for cell in row.source_cells}
    for cell in new.source_cells:
        target = sources.pop(cell.name, None) or api.SourceCell(name=cell.name, notebook=row)
        for field in ("cell_type", "locked", "source", "checksum"):
            setattr(target, field, getattr(cell, field))
        session.add(target)
    for gone in sources.values():
        session.delete(gone)


def _remove_cell(session: Session, cell: Any) -> None:
    for row in (*(cell.grades or ()), *(cell.comments or ())):
        session.delete(row)
    session.delete(cell)


def _remove_notebook(session: Session, notebook: Any) -> None:
    for submitted in notebook.submissions:
        for row in (*submitted.grades, *submitted.comments):
            session.delete(row)
        session.delete(submitted)
    session.flush()
    for row in (*notebook._base_cells, *notebook.source_cells):
        session.delete(row)
    session.flush()
    session.delete(notebook)
