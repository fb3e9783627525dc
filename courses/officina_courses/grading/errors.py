"""What can stop preparing or grading; the branch of the family in ``officina_courses.errors``.

::

    CourseError
    └── GradingError
        ├── GradingRefused    learners' code cannot be kept apart on this machine
        ├── SandboxFailed     a sandbox did not start; another try may help
        ├── ExerciseReplaced  another release came while it was graded; another try will help
        ├── NotPrepared       the gradebook does not know the exercise
        ├── GradebookDamaged  the gradebook is damaged, or cannot be written
        ├── NameRefused       a name would lead out of the course's folder
        ├── PlaceRefused      something in the course's folder leads out of it, or never ends
        ├── AnotherAttempt    the gradebook has the marks of another attempt of the learner
        ├── MarksDiffer       graded again, it came out otherwise than somebody agreed to
        └── PrepareFailed     the trainer's notebooks cannot be made into a release
            └── ReleaseLeaks  the release would give away a solution or a hidden test
"""

from __future__ import annotations

from officina_courses.errors import CourseError


class GradingError(CourseError):
    """The head of the branch."""

    code = "grading-error"


class GradingRefused(GradingError):  # noqa: N818 - reads as the sentence it is
    """Learners' code cannot be kept apart on this machine, and nobody allowed to go without."""

    code = "grading-refused"


class SandboxFailed(GradingError):  # noqa: N818
    """A sandbox did not start; nothing was graded, and another try may help."""

    code = "sandbox-failed"


class ExerciseReplaced(GradingError):  # noqa: N818
    """Another release of the exercise came in the middle; nothing was marked, a new try will be."""

    code = "exercise-replaced"


class NotPrepared(GradingError):  # noqa: N818
    """The gradebook does not know the exercise: its release was never prepared."""

    code = "exercise-not-prepared"


class GradebookDamaged(GradingError):  # noqa: N818
    """The gradebook is no whole database, or cannot be written; somebody has to mend it first."""

    code = "gradebook-damaged"


class NameRefused(GradingError):  # noqa: N818
    """A name cannot be a folder's name, or would lead out of the course's folder."""

    code = "name-refused"


class PlaceRefused(GradingError):  # noqa: N818
    """A link, pipe or device stands where a course has a file or a folder."""

    code = "place-refused"


class AnotherAttempt(GradingError):  # noqa: N818
    """The gradebook has the marks of another attempt, which must not be replaced by these."""

    code = "another-attempt"


class MarksDiffer(GradingError):  # noqa: N818
    """Graded again, a submission came out otherwise than somebody agreed to."""

    code = "marks-differ"


class PrepareFailed(GradingError):  # noqa: N818
    """The trainer's notebooks of an exercise cannot be made into a release."""

    code = "prepare-failed"


class ReleaseLeaks(PrepareFailed):
    """The release would give away a solution or a hidden test."""

    code = "release-leaks"
