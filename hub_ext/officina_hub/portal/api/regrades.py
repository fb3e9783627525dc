"""``/courses/{c}/regrades``: an exercise graded again, with a preview before anything changes."""

from __future__ import annotations

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.regrade_view import list_regrades, one_regrade
from officina_hub.portal.store.regrades import confirm, discard, start, undo
from officina_widgets.regrade_wire import RegradeDecision, RegradeOut


class ExerciseRegrades(ApiHandler):
    """The previews of one exercise."""

    @operation(
        "regrades.write",
        "List the previews of an exercise, the newest first, without their lines",
        response=tuple[RegradeOut, ...],
    )
    async def get(self, course_id: str, exercise_id: str) -> None:
        """The last twenty."""
        self.answer_all(await self.portal.read(list_regrades, course_id, exercise_id))

    @operation(
        "regrades.write",
        "Grade all attempts that count again, without writing; the preview under way if there is",
        response=RegradeOut,
        status=201,
        errors=(409,),
    )
    async def post(self, course_id: str, exercise_id: str) -> None:
        """Queued behind all other work."""
        regrade_id = await self.portal.write(start, course_id, exercise_id, self.act())
        self.portal.work_bell.ring()
        self.answer(await self.portal.read(one_regrade, course_id, regrade_id), status=201)


class RegradeHandler(ApiHandler):
    """The base of what is done with one preview."""

    async def tell(self, course_id: str, regrade_id: str) -> None:
        """Wake whoever waits for work or news, and answer with what is so now."""
        self.portal.work_bell.ring()
        self.portal.news_bell.ring()
        self.answer(await self.portal.read(one_regrade, course_id, regrade_id))


class Regrade(RegradeHandler):
    """One preview."""

    @operation("regrades.write", "One preview with its lines", response=RegradeOut)
    async def get(self, course_id: str, regrade_id: str) -> None:
        """Who would gain, lose, or stay, and what became of it."""
        self.answer(await self.portal.read(one_regrade, course_id, regrade_id))

    @operation(
        "regrades.write",
        "Discard a preview, also while it is made; nothing is changed",
        response=RegradeOut,
        errors=(409,),
    )
    async def delete(self, course_id: str, regrade_id: str) -> None:
        """Doing it twice changes nothing."""
        await self.portal.write(discard, course_id, regrade_id, self.act())
        await self.tell(course_id, regrade_id)


class RegradeConfirmation(RegradeHandler):
    """That the marks of a preview are to be written."""

    @operation(
        "regrades.write",
        "Write the marks that the preview showed; the reason is told to the learners",
        request=RegradeDecision,
        response=RegradeOut,
        errors=(409,),
    )
    async def post(self, course_id: str, regrade_id: str) -> None:
        """Through the grader, which alone writes gradebooks."""
        reason = self.body_as(RegradeDecision).reason
        await self.portal.write(confirm, course_id, regrade_id, reason, self.act())
        await self.tell(course_id, regrade_id)


class RegradeUndoing(RegradeHandler):
    """That the marks from before are to be put back."""

    @operation(
        "regrades.write",
        "Put the marks from before a confirmed preview back, for two weeks",
        response=RegradeOut,
        errors=(409,),
    )
    async def post(self, course_id: str, regrade_id: str) -> None:
        """Through the grader as well."""
        await self.portal.write(undo, course_id, regrade_id, self.act())
        await self.tell(course_id, regrade_id)
