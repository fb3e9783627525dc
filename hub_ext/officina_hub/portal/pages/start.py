"""``POST /courses/<c>/start``: enrol, have a server, land on the exercise in JupyterLab."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy.orm import Session

from officina_hub.portal.lessons.places import LANGUAGE, lesson_address
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.pages.waiting import Wait
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.chosen_language import choose_language, languages_there
from officina_hub.portal.store.courses import course_detail, no_such_exercise
from officina_hub.portal.store.enrolment import enrol
from officina_hub.portal.store.progress import learner_progress
from officina_hub.portal.store.tally import Tally
from officina_widgets.wire import CourseDetail, ExerciseOut


class Goal(NamedTuple):
    """The course and the exercise that somebody wants to work on."""

    detail: CourseDetail
    exercise: ExerciseOut


def goal_of(session: Session, course_id: str, exercise_id: str, user: str) -> Goal:
    """The exercise asked for; without one, the first that has nothing handed in.

    Raises
    ------
    NotFound
        When there is no such course, or no such released exercise in it.

    """
    detail = course_detail(session, course_id, user=user)
    upcoming = Tally(learner_progress(session, course_id, user)).next_exercise
    chosen = next((e for e in detail.exercises if e.id == exercise_id), None)
    exercise = chosen if exercise_id else upcoming
    if exercise is None:
        raise no_such_exercise(course_id, exercise_id)
    return Goal(detail, exercise)


def enrol_for(session: Session, course_id: str, exercise_id: str, language: str, act: Act) -> Goal:
    """Make the person a member, unless they are one, and find where to begin.

    Who starts from a page in one of the course's languages takes the course in it.
    """
    enrol(session, course_id, act)
    if language in languages_there(session, course_id):
        choose_language(session, course_id, language, act)
    return goal_of(session, course_id, exercise_id, act.user)


class CourseStartHandler(OwnServerHandler):
    """The Start and Continue buttons."""

    right = "enrolment.write"

    async def post(self, course_id: str) -> None:
        wanted = self.get_argument("exercise", "")
        language = self.get_body_argument(LANGUAGE, "")
        goal = await self.portal.write(enrol_for, course_id, wanted, language, self.act())
        status = await self.server_status()
        if status.state == "running":
            self.leave_for(self.open_url(goal))
            return
        self.begin()
        self.go(self.waiting_path(goal))

    def open_url(self, goal: Goal) -> str:
        """The exercise in the reader's JupyterLab; the server extension fetches the material."""
        exercise = quote(goal.exercise.id, safe="")
        return f"{self.server_url}officina/open/{goal.detail.course.id}/{exercise}"

    def waiting_path(self, goal: Goal) -> str:
        """The page that shows the start."""
        exercise = quote(goal.exercise.id, safe="")
        return f"courses/{goal.detail.course.id}/exercises/{exercise}/starting"


class StartingHandler(CourseStartHandler):
    """The page of the start; it goes on to the exercise by itself."""

    door = "learn"

    async def get(self, course_id: str, exercise_id: str) -> None:
        goal = await self._goal(course_id, exercise_id)
        status = await self.status_unless_silent()
        if status is None:
            self.show(self._wait(goal), self.starts.of(self.person))
            return
        if status.state == "running":
            self.starts.forget(self.person)
            self.leave_for(self.open_url(goal))
            return
        self.show(self._wait(goal), await self.current_start(status), await self.own_session())

    async def _goal(self, course_id: str, exercise_id: str) -> Goal:
        """The exercise asked for, in the language that the reader takes the course in."""
        goal = await self.portal.read(goal_of, course_id, exercise_id, self.person)
        told = await self.told(course_id)
        return Goal(told.detail, told.exercise(goal.exercise))

    def _reading(self, goal: Goal) -> str:
        """The exercise as a page, which needs no server."""
        if not goal.exercise.notebooks:
            return ""
        course = self.address(f"courses/{goal.detail.course.id}")
        return lesson_address(course, goal.exercise.id, goal.exercise.notebooks[0])

    def _wait(self, goal: Goal) -> Wait:
        t = self.t
        course = goal.detail.course
        lead = t.gettext("“%(title)s” opens in JupyterLab as soon as your server is ready.")
        return Wait(
            title=t.gettext("Your server"),
            lead=lead % {"title": goal.exercise.title},
            here=self.address(self.waiting_path(goal)),
            stop_action=self.address("launch/stop"),
            retry_action=self.address(f"courses/{course.id}/start"),
            retry_label=t.gettext("Start it"),
            crumbs=(("courses", t.gettext("Courses")), (f"courses/{course.id}", course.title)),
            retry_fields={"exercise": goal.exercise.id},
            reading=self._reading(goal),
        )
