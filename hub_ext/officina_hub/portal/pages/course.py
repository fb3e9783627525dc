"""``/courses/<c>``: everything about one course, and the button that starts it."""

from __future__ import annotations

from officina_courses.skills import framework_of
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.prose import render_markdown
from officina_hub.portal.pages.structured import course_json_ld
from officina_hub.portal.pages.subjects import subjects_of
from officina_hub.portal.store.courses import course_detail
from officina_hub.portal.store.enrolment import leave


class CourseHandler(PageHandler):
    """The course page."""

    right = "courses.read"
    door = "learn"

    async def get(self, course_id: str) -> None:
        detail = await self.portal.read(course_detail, course_id, user=self.person)
        url = f"{self.request.protocol}://{self.request.host}{self.request.path}"
        self.render_page(
            "course.html",
            detail=detail,
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
