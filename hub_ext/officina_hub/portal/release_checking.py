"""What is said of a course with errors, whichever way it came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from officina_courses.model import Finding
from officina_hub.portal.errors import Unacceptable

SHOWN: Final = 10


def not_publishable(course_id: str, errors: Sequence[Finding]) -> Unacceptable:
    """The refusal, with the first errors in it."""
    lines = [f"{each.code} {each.path}: {each.message}" for each in errors[:SHOWN]]
    more = f" and {len(errors) - SHOWN} more" if len(errors) > SHOWN else ""
    return Unacceptable(
        "course-has-errors",
        f"The course {course_id!r} has {len(errors)} error(s) and was not published, because "
        f"learners would meet them: {' | '.join(lines)}{more}. Mend them, run 'officina course "
        "check' on the folder, and publish again.",
    )
