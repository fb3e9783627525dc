"""What of an exercise is compared: the notebooks that learners get, and those that came back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.archive import bundle_sha256
from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.attempts import counting
from officina_hub.portal.store.courses import find_exercise
from officina_widgets.wire import FileEntry

METHOD = "1"  # another way to compare is another digest, so that old findings are told as old
NOTEBOOK = ".ipynb"


class SimilarWork(Frozen):
    """A submission that was compared."""

    submission_id: str
    user: str
    attempt: int


class Compared(Frozen):
    """A submission and its notebooks."""

    work: SimilarWork
    notebooks: tuple[FileEntry, ...]


class Material(Frozen):
    """What there is to compare."""

    released: tuple[FileEntry, ...]
    works: tuple[Compared, ...]

    @property
    def digest(self) -> str:
        """The same for the same work, compared in the same way."""
        released = ((f"released/{file.path}", file.sha256) for file in self.released)
        works = (
            (f"{each.work.submission_id}/{file.path}", file.sha256)
            for each in self.works
            for file in each.notebooks
        )
        return bundle_sha256([(f"method/{METHOD}", "0" * 64), *released, *works])


def material(session: Session, course_id: str, exercise_id: str) -> Material:
    """The notebooks that learners get, and those of the attempts that count."""
    find_exercise(session, course_id, exercise_id)
    released = select(t.ExerciseFile).filter_by(course_id=course_id, exercise_id=exercise_id)
    rows = session.execute(
        select(t.Submission, t.SubmissionFile)
        .join(t.SubmissionFile, t.SubmissionFile.submission_id == t.Submission.id)
        .where(t.Submission.exercise_id == exercise_id)
        .where(t.Submission.sequence.in_(counting(course_id)))
        .order_by(t.Submission.sequence, t.SubmissionFile.path)
    )
    works: dict[str, tuple[SimilarWork, list[t.SubmissionFile]]] = {}
    for submission, file in rows:
        works.setdefault(submission.id, (work_of(submission), []))[1].append(file)
    return Material(
        released=_notebooks(session.scalars(released.order_by(t.ExerciseFile.path))),
        works=tuple(
            Compared(work=work, notebooks=_notebooks(files)) for work, files in works.values()
        ),
    )


def work_of(submission: t.Submission) -> SimilarWork:
    """The submission as findings name it."""
    return SimilarWork(
        submission_id=submission.id, user=submission.user, attempt=submission.attempt
    )


def _notebooks(files: Iterable[t.ExerciseFile | t.SubmissionFile]) -> tuple[FileEntry, ...]:
    return tuple(
        FileEntry(path=file.path, sha256=file.sha256, size=file.size)
        for file in files
        if file.path.endswith(NOTEBOOK)
    )
