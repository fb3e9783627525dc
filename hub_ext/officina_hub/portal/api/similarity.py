"""``/courses/{c}/exercises/{e}/similarity``: nearly the same solutions, for the trainers alone."""

from __future__ import annotations

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.similarity import compare
from officina_hub.portal.store.similarity import Similarity, similarity


class ExerciseSimilarity(ApiHandler):
    """What was found last, and looking for it anew."""

    @operation("similarity.use", "Similar solutions as found last", response=Similarity)
    async def get(self, course_id: str, exercise_id: str) -> None:
        """Pairs of submissions, the nearest first: a hint, never a verdict."""
        self.answer(await self.portal.read(similarity, course_id, exercise_id))

    @operation("similarity.use", "Compare the solutions that count now", response=Similarity)
    async def post(self, course_id: str, exercise_id: str) -> None:
        """Takes seconds for a thousand; what did not change is not compared again."""
        self.answer(await compare(self.portal, course_id, exercise_id, self.act()))
