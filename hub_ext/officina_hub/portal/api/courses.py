"""``/courses``: the list, one course, enrolment, deadlines."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy.orm import Session

from officina_courses.model import Deadline, Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.chosen_language import choose_language
from officina_hub.portal.store.courses import CourseQuery, course_detail, list_courses
from officina_hub.portal.store.deadlines import set_deadline
from officina_hub.portal.store.enrolment import enrol, leave
from officina_widgets.wire import CourseDetail, CoursePage, Enrolment, ExerciseOut


class ExercisePatch(Frozen):
    """What a trainer may change of an exercise."""

    deadline: Deadline | None


class LanguageChoice(Frozen):
    """In which language somebody wants to take a course."""

    language: str = Field(
        default="",
        max_length=64,
        description="A language of the course, for the notebooks that come from now on; without "
        "it the choice stays as it is",
    )


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

    @operation("enrolment.write", "Enrol in a course", query=LanguageChoice, response=Enrolment)
    async def put(self, course_id: str) -> None:
        """Become a learner; a member stays what they are."""
        language = self.query_as(LanguageChoice).language
        self.answer(await self.portal.write(_enrol, course_id, language, self.act()))

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


def _enrol(session: Session, course_id: str, language: str, act: Act) -> Enrolment:
    enrolled = enrol(session, course_id, act)
    if language:
        choose_language(session, course_id, language, act)
        return enrolled.model_copy(update={"language": language})
    return enrolled
