"""``/courses/{c}/gradebook``: the marks of a course as a table."""

from __future__ import annotations

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.gradebook import Gradebook, as_csv, gradebook
from officina_hub.portal.store.overview import Overview, OverviewQuery, overview


class GradebookTable(ApiHandler):
    """The table as JSON."""

    @operation("gradebook.read", "Learners by exercises, with marks", response=Gradebook)
    async def get(self, course_id: str) -> None:
        """All learners, each with the submission of each exercise that counts."""
        self.answer(await self.portal.read(gradebook, course_id))


class GradebookCsv(ApiHandler):
    """The table for a spreadsheet."""

    @operation("gradebook.read", "The same table as CSV", media="csv")
    async def get(self, course_id: str) -> None:
        """One line per learner."""
        book = await self.portal.read(gradebook, course_id)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{course_id}-marks.csv"')
        self.set_header("Cache-Control", "no-store")
        self.finish(as_csv(book))


class ExerciseOverview(ApiHandler):
    """How one exercise went."""

    @operation("gradebook.read", "An exercise summed up", query=OverviewQuery, response=Overview)
    async def get(self, course_id: str, exercise_id: str) -> None:
        """Marks, cells and errors of the attempts that count, or of the first ones."""
        query = self.query_as(OverviewQuery)
        self.answer(await self.portal.read(overview, course_id, exercise_id, query))
