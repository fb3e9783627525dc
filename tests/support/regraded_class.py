"""A class whose tests are mended after it was marked, and what stands of each learner's marks.

Both tests change for a half right answer, in opposite directions: marks that are partly old and
partly new could not be overlooked.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any, ClassVar

from graded_class import GradedClass
from grading_classroom import Cell, code
from sqlalchemy import func, select

from officina_courses.grading.publish import RECORD
from officina_courses.marks import Grade, points_of
from officina_hub.portal.db import tables as t

Marks = dict[str, float | None]

SMALL, LARGE = "double(1) == 2", "double(21) == 42"
OLD: Marks = {"first": 2.0, "second": 0.0}
NEW: Marks = {"first": 0.0, "second": 3.0}
FULL: Marks = {"first": 2.0, "second": 3.0}


def exercise(first: str, second: str) -> list[Cell]:
    """One answer and two tests of it."""
    tests = (("first", first, 2.0), ("second", second, 3.0))
    return [
        code("### BEGIN SOLUTION\n### END SOLUTION", grade_id="double", solution=True),
        *(
            code(f"assert {what}", grade_id=name, grade=True, locked=True, points=points)
            for name, what, points in tests
        ),
    ]


class RegradedClass(GradedClass):
    """Learners whose answers are right, or right for small numbers only."""

    cells: ClassVar = exercise(SMALL, LARGE)
    answers: ClassVar = {
        True: "def double(x):\n    return 2 * x",
        False: "def double(x):\n    return 2 * x if x < 3 else 0",
    }

    def mend(self) -> None:
        """Exchange the two tests."""
        self.prepare(exercise(LARGE, SMALL))

    def expected(self, *, is_new: bool) -> dict[str, Marks]:
        """What everybody should have."""
        half = NEW if is_new else OLD
        return {name: FULL if is_right else half for name, is_right in self.right.items()}

    def in_gradebook(self) -> dict[str, Marks] | None:
        """The marks of each test, by learner; None while somebody writes."""
        query = (
            "SELECT sa.student_id, cell.name, grade.auto_score FROM submitted_assignment sa"
            " JOIN submitted_notebook sn ON sn.assignment_id = sa.id"
            " JOIN grade ON grade.notebook_id = sn.id"
            " JOIN base_cell cell ON cell.id = grade.cell_id"
        )
        path = f"file:{self.home / 'gradebook.db'}?mode=ro"
        found: dict[str, Marks] = {}
        try:
            with closing(sqlite3.connect(path, uri=True, timeout=0)) as book:
                for name, cell, score in book.execute(query):
                    found.setdefault(name, {})[cell] = score
        except sqlite3.OperationalError:
            return None
        return found

    def in_portal(self) -> dict[str, Marks]:
        """The same, as the portal has it."""
        with self.house.portal.database.reading() as session:
            rows = session.execute(
                select(t.Submission.user, t.Grade.document).join(
                    t.Grade, t.Grade.submission_id == t.Submission.id
                )
            ).all()
        return {user: _marks(document) for user, document in rows}

    def in_folders(self) -> dict[str, Marks]:
        """The same, as it was recorded beside each graded notebook."""
        records = (self.home / "autograded").glob(f"*/leaf/{RECORD}")
        return {
            place.parent.parent.name: {
                cell["grade_id"]: cell["score"]
                for notebook in json.loads(place.read_text())["notebooks"]
                for cell in notebook["cells"]
            }
            for place in records
        }

    def mixed(self) -> list[str]:
        """What is neither all old nor all new in gradebook and portal."""
        found = [("gradebook", self.in_gradebook() or {}), ("portal", self.in_portal())]
        return [
            f"{where}: {name} has {marks}"
            for where, everybody in found
            for name, marks in everybody.items()
            if marks not in ((FULL,) if self.right[name] else (OLD, NEW))
        ]

    def run_of(self, regrade_id: str) -> tuple[str, Counter[str]]:
        """The state of a preview, and how many of its lines are in which."""
        with self.house.portal.database.reading() as session:
            lines = select(t.RegradeLine.state).where(t.RegradeLine.regrade_id == regrade_id)
            state = session.get_one(t.Regrade, regrade_id).state
            return state, Counter(session.scalars(lines))

    def jobs_of(self, kind: str) -> list[str]:
        """The states of all work of that kind."""
        with self.house.portal.database.reading() as session:
            return list(session.scalars(select(t.Job.state).where(t.Job.kind == kind)))

    def recorded(self) -> Counter[int]:
        """How many submissions had their marks recorded how many times."""
        graded = select(func.count()).where(t.Event.what == "graded")
        with self.house.portal.database.reading() as session:
            return Counter(session.scalars(graded.group_by(t.Event.submission_id)))

    def changes(self) -> Counter[tuple[str, str]]:
        """How often the marks of whom were changed by what."""
        changed = select(t.Submission.user, t.MarkChange.kind).join(
            t.Submission, t.Submission.id == t.MarkChange.submission_id
        )
        with self.house.portal.database.reading() as session:
            return Counter((user, kind) for user, kind in session.execute(changed))


def _marks(document: dict[str, Any]) -> Marks:
    points = points_of(Grade.model_validate(document))
    return {cell: score for (_, cell), (score, *_) in points.items()}
