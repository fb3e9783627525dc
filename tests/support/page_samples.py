"""One course, its learners and their work, as the store would give them."""

from datetime import UTC, datetime, timedelta

from officina_courses.marks import CellMark, Grade, NotebookMark, TaskName
from officina_courses.model import Author, Course, Exercise, Finding
from officina_widgets.wire import CourseDetail, ExerciseOut, ReleaseOut, SubmissionOut

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HASH = "0123456789abcdef" * 4

EXERCISES = (
    ("welcome", "What an AI Factory offers", "Meet the factory and run your first notebook.", 20),
    ("services", "Finding a service", "Search the offers and describe your need.", 25),
    ("model", "A first model", "Train a small model on real data with scikit-learn.", 45),
)


def sample_course() -> Course:
    return Course(
        id="first-steps",
        title="Your first hour at an AI Factory",
        version="1.2.0",
        summary="From the invitation to a trained model, in the browser.",
        description="For **everybody** in a small company.\n\n- no installation\n- real data",
        language="en",
        level="beginner",
        minutes=90,
        objectives=("Say what an AI Factory offers", "Run and hand in a notebook"),
        prerequisites=("You have seen Python before",),
        keywords=("ai", "sme", "start"),
        licence="CC-BY-4.0",
        authors=(Author(name="Ada Example", affiliation="Demo AI Factory"),),
        exercises=tuple(Exercise(id=i, title=t, summary=s, minutes=m) for i, t, s, m in EXERCISES),
    )


def sample_exercises() -> tuple[ExerciseOut, ...]:
    return tuple(
        ExerciseOut(
            id=name,
            title=title,
            summary=summary,
            minutes=minutes,
            deadline=NOON + timedelta(days=30) if name == "welcome" else None,
            max_score=12.0,
            has_manual=name == "services",
            notebooks=("notebook",),
        )
        for name, title, summary, minutes in EXERCISES
    )


def sample_detail(role: str | None = None) -> CourseDetail:
    return CourseDetail.model_validate(
        {
            "course": sample_course(),
            "release_id": 1,
            "published_at": NOON,
            "role": role,
            "exercises": sample_exercises(),
        }
    )


def sample_grade(score: float = 9.5, *, needs_manual: bool = False) -> Grade:
    cells = (
        CellMark(
            grade_id="test_mean",
            task=TaskName(heading="The mean of your numbers"),
            score=score - 2,
            max_score=10,
            seconds=0.42,
            error="" if score > 9 else "ZeroDivisionError",
        ),
        CellMark(
            grade_id="essay",
            score=None if needs_manual else 2,
            max_score=2,
            needs_manual=needs_manual,
        ),
    )
    mark = NotebookMark(name="notebook", state="graded", score=score, max_score=12, cells=cells)
    return Grade(
        score=score, max_score=12, needs_manual=needs_manual, notebooks=(mark,), graded_at=NOON
    )


def sample_submission(state: str = "graded", **changes: object) -> SubmissionOut:
    values: dict[str, object] = {
        "id": "5f0c9a52-6a52-4a39-9d4e-0f2f7f4b9d11",
        "sequence": 17,
        "course_id": "first-steps",
        "exercise_id": "welcome",
        "user": "learner",
        "attempt": 1,
        "received_at": NOON,
        "sha256": HASH,
        "size": 20480,
        "is_late": False,
        "state": state,
    }
    if state in {"graded", "needs_manual"}:
        values["grade"] = sample_grade(needs_manual=state == "needs_manual")
        values["feedback"] = ("notebook",)
    return SubmissionOut.model_validate(values | changes)


def sample_releases() -> tuple[ReleaseOut, ...]:
    finding = Finding(
        severity="error",
        code="OFF021",
        message="The cell id test_mean is used twice, so marks are mixed up. Rename one.",
        path="source/welcome/notebook.ipynb",
        cell="test_mean",
    )
    common = {
        "course_id": "first-steps",
        "sha256": HASH,
        "created_by": "trainer",
        "created_at": NOON,
    }
    return (
        ReleaseOut.model_validate(
            {**common, "id": 2, "version": "1.3.0", "state": "failed", "findings": (finding,)}
        ),
        ReleaseOut.model_validate({**common, "id": 1, "version": "1.2.0", "state": "published"}),
    )
