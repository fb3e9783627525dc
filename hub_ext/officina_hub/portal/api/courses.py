"""``/courses``: the list, one course, enrolment, deadlines."""

from __future__ import annotations

from officina_courses.model import Deadline, Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.courses import CourseQuery, course_detail, list_courses
from officina_hub.portal.store.deadlines import set_deadline
from officina_hub.portal.store.enrolment import enrol, leave
from officina_widgets.wire import CourseDetail, CoursePage, Enrolment, ExerciseOut


class ExercisePatch(Frozen):
    """What a trainer may change of an exercise."""

    deadline: Deadline | None


class Courses(ApiHandler):
    """The list of published courses."""

    @operation("courses.list", "List published courses", query=CourseQuery, response=CoursePage)
    async def get(self) -> None:
        """Search and filter, page by page."""
        query = self.query_as(CourseQuery)
        self.answer(await self.portal.read(list_courses, query, user=self.caller.name))


class Course(ApiHandler):
    """One course."""

    @operation("courses.read", "Everything about one course", response=CourseDetail)
    async def get(self, course_id: str) -> None:
        """The course, its exercises, and what the asker is in it."""
        self.answer(await self.portal.read(course_detail, course_id, user=self.caller.name))


class CourseEnrolment(ApiHandler):
    """The asker's own membership."""

    @operation("enrolment.write", "Enrol in a course", response=Enrolment)
    async def put(self, course_id: str) -> None:
        """Become a learner; a member stays what they are."""
        self.answer(await self.portal.write(enrol, course_id, self.act()))

    @operation(
        "enrolment.write",
        "Leave a course; submissions stay",
        media="none",
        status=204,
        errors=(409,),
    )
    async def delete(self, course_id: str) -> None:
        """Leave; submissions, marks and receipts stay."""
        await self.portal.write(leave, course_id, self.act())
        self.answer_nothing()


class Exercise(ApiHandler):
    """One exercise."""

    @operation(
        "exercises.edit", "Set or remove the deadline", request=ExercisePatch, response=ExerciseOut
    )
    async def patch(self, course_id: str, exercise_id: str) -> None:
        """Set the deadline; what was received before keeps its verdict."""
        deadline = self.body_as(ExercisePatch).deadline
        self.answer(
            await self.portal.write(set_deadline, course_id, exercise_id, deadline, self.act())
        )
