"""The feedback of one notebook: marks as a table, the annotated notebook in a sandboxed frame."""

from __future__ import annotations

from urllib.parse import quote

from officina_courses.marks import NotebookMark
from officina_courses.translations.words import Words
from officina_hub.portal.check_words import task_in
from officina_hub.portal.errors import NotFound
from officina_hub.portal.pages.mine import bar_of, feedback_address
from officina_hub.portal.pages.submission import WorkHandler, exercise_of, way_back
from officina_hub.portal.store.feedback import NO_FEEDBACK
from officina_hub.portal.store.told_words import words_in


class FeedbackHandler(WorkHandler):
    """For the learner whose work it is, and for the course's trainers."""

    right = "submissions.feedback"

    async def get(
        self, course_id: str, exercise_id: str, submission_id: str, notebook: str
    ) -> None:
        detail, submission = await self.visible(course_id, submission_id)
        if submission.exercise_id != exercise_id or notebook not in submission.feedback:
            raise NotFound("no-feedback", NO_FEEDBACK.format(notebook=notebook))
        marks = submission.grade.notebooks if submission.grade else ()
        language = (await self.told(course_id)).language
        words = await self.portal.read(
            words_in,
            self.portal.blobs,
            course_id,
            f"{exercise_id}/{notebook}",
            language=language,
        )
        mark = next((_told(m, words) for m in marks if m.name == notebook), None)
        is_own = submission.user == self.person
        source = self.address(f"api/submissions/{submission.id}/feedback/")
        # A frame is loaded again only where its address is another one.
        version = int(submission.feedback_at.timestamp()) if submission.feedback_at else 0
        here = feedback_address(self.site.prefix)(submission, notebook)
        self.render_live(
            "feedback.html",
            "_parts/notebook_feedback.html",
            here,
            is_live=await self.is_awaited(submission),
            **self.listening(submission),
            detail=detail,
            exercise=exercise_of(detail, exercise_id),
            submission=submission,
            notebook=notebook,
            mark=mark,
            bar=bar_of(self.t, mark.score, mark.max_score) if mark else "",
            is_own=is_own,
            back=way_back(self.t, is_own=is_own),
            frame_src=f"{source}{quote(notebook, safe='')}.html?v={version}&language={language}",
        )


def _told(mark: NotebookMark, words: Words) -> NotebookMark:
    """The marks with their tasks as the course says them in that language."""
    cells = (cell.model_copy(update={"task": task_in(cell.task, words)}) for cell in mark.cells)
    return mark.model_copy(update={"cells": tuple(cells)})
