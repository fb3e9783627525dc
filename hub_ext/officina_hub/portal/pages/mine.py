"""``/courses/<c>/mine``: a learner's own exercises, marks, receipts and feedback.

The page listens to a stream (``pages.news``) and asks for what is new when that says "look", for
work that is handed in from JupyterLab meanwhile, too. Without streams it asks every two seconds
while something is being graded, or a trainer's feedback is on its way, and every twenty while a
trainer has still to mark something. It sends the hash of what it shows; where nothing has changed
it gets an empty answer, so that a screen reader hears news only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from babel.support import NullTranslations
from markupsafe import Markup

from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.charts import mark_bar
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.states import (
    Chip,
    is_moving,
    late_chip,
    submission_chip,
    submission_sentence,
    why_an_older_counts,
)
from officina_hub.portal.store.mark_history import newest_changes
from officina_hub.portal.store.progress import ExerciseProgress, awaits_feedback, learner_progress
from officina_hub.portal.store.tally import Tally, max_score_of, score_of
from officina_widgets.wire import CourseDetail, ExerciseOut, SubmissionOut

SOON_SECONDS, LATER_SECONDS = 2, 20


class Card(NamedTuple):
    """One exercise as the page shows it; ``counting`` is the attempt that counts."""

    exercise: ExerciseOut
    counting: SubmissionOut | None
    attempts: tuple[SubmissionOut, ...]
    chip: Chip
    sentence: str
    notes: tuple[str, ...]
    bar: Markup


class Total(NamedTuple):
    """The points of the whole course."""

    score: float
    max_score: float
    bar: Markup


def bar_of(t: NullTranslations, score: float, max_score: float) -> Markup:
    """The bar of these points, named for a screen reader."""
    share = round(100 * score / max_score) if max_score else 0
    return mark_bar(score, max_score, t.gettext("%(share)s %% of the points") % {"share": share})


def feedback_address(prefix: str) -> Callable[[SubmissionOut, str], str]:
    """The function that templates call for the page of one notebook's feedback."""

    def address(submission: SubmissionOut, notebook: str) -> str:
        course = f"{prefix}courses/{submission.course_id}"
        exercise = quote(submission.exercise_id, safe="")
        name = quote(notebook, safe="")
        return f"{course}/exercises/{exercise}/submissions/{submission.id}/feedback/{name}"

    return address


def my_context(
    reader: Reader, detail: CourseDetail, progress: tuple[ExerciseProgress, ...], prefix: str
) -> dict[str, Any]:
    """What ``mine.html`` shows."""
    t = reader.translations
    return {
        "detail": detail,
        "cards": tuple(_card(t, each) for each in progress),
        "total": _total(t, Tally(progress)),
        "late_chip": late_chip(t),
        "chip_of": lambda submission: submission_chip(t, submission.state),
        "feedback_href": feedback_address(prefix),
    }


class MineHandler(PageHandler):
    """The page, or what is new on it."""

    right = "submissions.list_own"
    door = "learn"

    async def get(self, course_id: str) -> None:
        told = await self.told(course_id)
        detail = told.detail
        if detail.role is None:
            self.go(f"courses/{course_id}")
            return
        own = await self.portal.read(learner_progress, course_id, self.person)
        context = my_context(self.reader, detail, told.progress(own), self.site.prefix)
        context["changes"] = await self.portal.read(newest_changes, course_id, self.person)
        moving = any(is_moving(one) for each in own for one in each.submissions)
        moving = moving or await self.portal.read(awaits_feedback, course_id, self.person)
        waiting = any(each.counts and each.counts.state == "needs_manual" for each in own)
        context["every_seconds"] = SOON_SECONDS if moving else LATER_SECONDS if waiting else None
        here = self.address(f"courses/{course_id}/mine")
        context["news"] = f"{here}/news"
        part = "_parts/my_exercises.html"
        self.render_live("mine.html", part, here, is_live=True, **context)


def _card(t: NullTranslations, progress: ExerciseProgress) -> Card:
    counts = progress.counts
    marks = counts.grade.notebooks if counts and counts.grade else ()
    return Card(
        exercise=progress.exercise,
        counting=counts,
        attempts=progress.submissions,
        chip=submission_chip(t, counts.state if counts else None),
        sentence=submission_sentence(t, counts),
        notes=(
            *why_an_older_counts(t, counts, progress.newest),
            *(mark.message for mark in marks if mark.message),
        ),
        bar=bar_of(t, score_of(progress), max_score_of(progress)),
    )


def _total(t: NullTranslations, where: Tally) -> Total:
    return Total(where.score, where.max_score, bar_of(t, where.score, where.max_score))
