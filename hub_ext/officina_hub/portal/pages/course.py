"""``/courses/<c>``: everything about one course, and the button that starts it."""

from __future__ import annotations

from officina_courses.model import Course
from officina_courses.skills import framework_of
from officina_hub.portal.lessons.places import LANGUAGE
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.prose import render_markdown
from officina_hub.portal.pages.structured import course_json_ld
from officina_hub.portal.pages.subjects import subjects_of
from officina_hub.portal.store.courses import course_detail
from officina_hub.portal.store.enrolment import leave
from officina_hub.portal.store.exercise_languages import described, descriptions


class CourseHandler(PageHandler):
    """The course page."""

    right = "courses.read"
    door = "learn"

    async def get(self, course_id: str) -> None:
        own = await self.portal.read(course_detail, course_id, user=self.person)
        told = await self.portal.read(descriptions, own.release_id)
        language = self.get_query_argument(LANGUAGE, "")
        detail = own
        if language in told:
            content = await self.portal.work(self.portal.blobs.read, told[language].sha256)
            detail = described(own, Course.model_validate_json(content))
        url = f"{self.request.protocol}://{self.request.host}{self.request.path}"
        self.render_page(
            "course.html",
            detail=detail,
            spoken=(own.course.language, *told),
            own_language=own.course.language,
            is_unbuilt=await self.portal.work(self.portal.unbuilt.lacks, detail.course),
            framework_of=framework_of,
            subjects=subjects_of(self.t, detail.course.sectors, detail.course.steps),
            description=render_markdown(detail.course.description),
            json_ld=course_json_ld(detail, url=url, provider=self.site.name),
        )


class LeaveHandler(PageHandler):
    """Ends a learner's membership; what was handed in is kept."""

    right = "enrolment.write"

    async def post(self, course_id: str) -> None:
        act = self.act()
        await self.portal.write(leave, course_id, act)
        self.flash(self.t.gettext("You have left the course. Your submissions are kept."))
        self.go(f"courses/{course_id}")
