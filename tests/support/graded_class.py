"""A class that hands in at a real portal, and what stands of it in portal and gradebook."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from grading_classroom import STUB, Cell, code, notebook
from portal_house import House, TurnedClock, course, publish_course
from sqlalchemy import func, select
from stub_hub import person

from officina_courses.release import prepare_exercise
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.audit import audit
from officina_widgets.wire import Receipt

POINTS = 2.0
ANSWERS = {True: "def double(x):\n    return 2 * x", False: "def double(x):\n    return x"}
CELLS = [
    code("### BEGIN SOLUTION\n### END SOLUTION", grade_id="double", solution=True),
    code(
        "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n"
        "### END HIDDEN TESTS",
        grade_id="test_double",
        grade=True,
        locked=True,
        points=POINTS,
    ),
]


class RunningClock(TurnedClock):
    """The time as it is."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


class GradedClass:
    """Learners of the course ``tea``, each with an answer that is right or wrong."""

    cells: ClassVar = CELLS
    answers: ClassVar = ANSWERS

    def __init__(self, house: House) -> None:
        self.house = house
        self.home: Path = house.settings.data_dir / "courses" / "tea"
        self.receipts: list[Receipt] = []
        self.right: dict[str, bool] = {}
        (house.settings.data_dir / "factory.toml").write_text("")
        publish_course(house.portal, course())
        self.prepare(self.cells)

    def prepare(self, cells: list[Cell]) -> None:
        """Make the release from these cells, as a grader does."""
        source = self.home / "source" / "leaf"
        source.mkdir(parents=True, exist_ok=True)
        (source / "leaf.ipynb").write_text(json.dumps(notebook(cells)))
        prepare_exercise(self.home, "leaf")

    async def enrol(self, learners: int) -> list[str]:
        """So many learners, by name."""
        names = [f"learner-{number}" for number in range(learners)]
        for name in names:
            self.house.hub.tokens[name] = person(name)
        await asyncio.gather(*(self.house.enrol(name) for name in names))
        return names

    async def hand_in(self, name: str, *, is_right: bool) -> None:
        """One more attempt of that learner."""
        released = json.loads((self.home / "release/leaf/leaf.ipynb").read_text())
        answer = next(cell for cell in released["cells"] if STUB in "".join(cell["source"]))
        answer["source"] = f"{self.answers[is_right]}\n# attempt {len(self.receipts)}"
        told = await self.house.submit(name, {"leaf.ipynb": json.dumps(released).encode()})
        assert told.status == 201, told.content
        self.receipts.append(Receipt.model_validate(told.json))
        self.right[name] = is_right

    def is_all_done(self) -> bool:
        """Whether nothing waits and nothing is in hand."""
        with self.house.portal.database.reading() as session:
            alive = select(func.count()).where(t.Job.state.in_(("waiting", "leased")))
            return session.scalar(alive) == 0

    def is_in_gradebook(self, name: str) -> bool | None:
        """Whether the gradebook has marks of that learner; None while they are being written."""
        query = "SELECT count(*) FROM submitted_assignment WHERE student_id = ?"
        path = f"file:{self.home / 'gradebook.db'}?mode=ro"
        try:
            with closing(sqlite3.connect(path, uri=True)) as book:
                return bool(book.execute(query, (name,)).fetchone()[0])
        except sqlite3.OperationalError:
            return None

    def leftovers(self, temporary: Path) -> list[Path]:
        """What graders left in their folder for temporary files and beside the course's folder."""
        return [*temporary.iterdir(), *self.home.parent.glob(".*")]

    def check_each_is_marked_once(self) -> None:
        """One mark for each submission, the right one, in the portal and in the gradebook."""
        portal = self.house.portal
        expected = {name: POINTS * is_right for name, is_right in self.right.items()}
        with portal.database.reading() as session:
            report = audit(session, portal.blobs, portal.signer, self.receipts)
            assert report.is_clean, report.findings
            assert report.submissions == len(self.receipts)
            submissions = session.scalars(select(t.Submission)).all()
            kept = {one.id for one in submissions}
            work = select(t.Job.submission_id, t.Job.state).where(t.Job.kind == "grade")
            jobs = session.execute(work).all()
            marked = session.scalars(select(t.Event.submission_id).where(t.Event.what == "graded"))
            times = Counter(marked.all())
            newest = {one.user: one for one in sorted(submissions, key=lambda one: one.attempt)}
            scores = {name: session.get_one(t.Grade, one.id).score for name, one in newest.items()}
        assert kept == {one.submission_id for one in self.receipts}
        assert scores == expected
        assert len(jobs) == len(kept)
        done = {submission for submission, state in jobs if state == "done"}
        superseded = {submission for submission, state in jobs if state == "superseded"}
        assert times == dict.fromkeys(done, 1)
        assert done | superseded == kept
        assert self._in_gradebook() == sorted((name, score) for name, score in expected.items())

    def _in_gradebook(self) -> list[tuple[str, float]]:
        query = (
            "SELECT sa.student_id, g.auto_score FROM submitted_assignment sa"
            " JOIN submitted_notebook sn ON sn.assignment_id = sa.id"
            " JOIN grade g ON g.notebook_id = sn.id"
        )
        with closing(sqlite3.connect(self.home / "gradebook.db")) as book:
            return sorted(book.execute(query).fetchall())
