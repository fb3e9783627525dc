"""``/courses/<c>``: everything about one course, and the button that starts it."""

from __future__ import annotations

from officina_courses.skills import framework_of
from officina_hub.portal.lessons.places import LANGUAGE
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.prose import render_markdown
from officina_hub.portal.pages.structured import course_json_ld
from officina_hub.portal.pages.subjects import subjects_of
from officina_hub.portal.store.chosen_language import choose_language
from officina_hub.portal.store.enrolment import leave


class CourseHandler(PageHandler):
    """The course page."""

    right = "courses.read"
    door = "learn"

    async def get(self, course_id: str) -> None:
        told = await self.told(course_id, self.get_query_argument(LANGUAGE, ""))
        detail = told.detail
        url = f"{self.request.protocol}://{self.request.host}{self.request.path}"
        self.render_page(
            "course.html",
            detail=detail,
            told=told,
            is_unbuilt=await self.portal.work(self.portal.unbuilt.lacks, detail.course),
            framework_of=framework_of,
            subjects=subjects_of(self.t, detail.course.sectors, detail.course.steps),
            description=render_markdown(detail.course.description),
            json_ld=course_json_ld(detail, url=url, provider=self.site.name),
        )


class CourseLanguageHandler(PageHandler):
    """Takes a member's choice of the language that they take the course in."""

    right = "enrolment.write"

    async def post(self, course_id: str) -> None:
        chosen = self.get_body_argument(LANGUAGE, "")
        await self.portal.write(choose_language, course_id, chosen, self.act())
        kept = self.t.gettext(
            "From now on notebooks come in that language. Those that you have changed stay as "
            "they are: the translation is put beside them when you open the exercise."
        )
        self.flash(kept)
        self.go(f"courses/{course_id}")


class LeaveHandler(PageHandler):
    """Ends a learner's membership; what was handed in is kept."""

    right = "enrolment.write"

    async def post(self, course_id: str) -> None:
        act = self.act()
        await self.portal.write(leave, course_id, act)
        self.flash(self.t.gettext("You have left the course. Your submissions are kept."))
        self.go(f"courses/{course_id}")
