"""What can go wrong where a command makes a course folder, told in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from officina_courses.course_keys import problems_of
from officina_courses.errors import ImportRefused, ScaffoldRefused
from officina_courses.model import COURSE_ID_PATTERN

SHOWN_LETTERS = 60
DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")

Refusal = type[ScaffoldRefused] | type[ImportRefused]


@contextmanager
def told(refusal: Refusal, dest: Path) -> Iterator[None]:
    """Turn what the file system or the model refuses into that refusal."""
    try:
        yield
    except ValidationError as error:
        problems = "; ".join(str(problem) for problem in problems_of(error, ""))
        raise refusal(
            f"No course can be made of this: {problems}.",
            why="Its course.toml would be wrong.",
            todo="Correct it and run the command again.",
        ) from error
    except OSError as error:
        raise refusal(
            f"{shortened(str(dest))} cannot be made: {error.strerror or error}.",
            why="The course is a folder.",
            todo="Choose another place or a shorter name.",
        ) from error


def check_course_id(course_id: str, refusal: Refusal) -> None:
    """Raise that refusal where this cannot be the id of a course."""
    if not re.fullmatch(COURSE_ID_PATTERN, course_id):
        raise refusal(
            f'"{shortened(course_id)}" cannot be the id of a course.',
            why="It becomes part of addresses and of account names.",
            todo="Use lower-case letters, digits and hyphens, a letter first, at most 40.",
        )
    if DEVICE.fullmatch(course_id):
        raise refusal(
            f'"{course_id}" cannot be the id of a course.',
            why="Windows keeps that name for a device, so learners there could not unpack it.",
            todo=f"Use a longer one, such as {course_id}-course.",
        )


def shortened(text: str) -> str:
    """A text as one short line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_LETTERS else line[: SHOWN_LETTERS - 3] + "..."
