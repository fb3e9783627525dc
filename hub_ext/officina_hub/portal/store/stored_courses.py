"""Courses as the database has them, read without refusing what an earlier version let in.

What may stand in ``course.toml`` is judged once, where a course comes in. Here it was published
long ago and learners work with it; one deadline in the year 9999, or one character that turns a
title round, must not take the course away from them, nor the list that it stands in, nor the queue
that it waits in. So such a thing is given in the nearest form that a page can show and today's
clients take. The row itself stays as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError

from officina_courses.model import FIRST_DEADLINE, LAST_DEADLINE, UNSEEN, UNSEEN_IN_MARKDOWN, Course

LAST: Final = LAST_DEADLINE - timedelta(seconds=1)
# What a line holds when nothing else is left of it: the sign for a character that cannot be shown.
NOTHING_TO_SEE: Final = "\ufffd"


def read_course(document: Mapping[str, Any]) -> Course:
    """The course of a stored document."""
    try:
        return Course.model_validate(document)
    except ValidationError as error:
        mended = copy.deepcopy(dict(document))
        for finding in error.errors(include_url=False, include_context=False):
            _mend(mended, finding["loc"])
        return Course.model_validate(mended)


def within_reach(deadline: datetime | None) -> datetime | None:
    """The deadline, or the nearest that every zone can show; nobody becomes late by it."""
    return deadline and min(max(deadline, FIRST_DEADLINE), LAST)


def seen_line(text: str) -> str:
    """A line without characters that nobody sees."""
    if not UNSEEN.search(text):
        return text
    return " ".join(UNSEEN.sub(_gap, text).split()) or NOTHING_TO_SEE


def seen_markdown(text: str) -> str:
    """A text of several lines without characters that nobody sees."""
    return UNSEEN_IN_MARKDOWN.sub("", text)


def _mend(document: dict[str, Any], place: tuple[int | str, ...]) -> None:
    """Change the one value that was objected to; what is none of the two kinds stays as it is."""
    *path, key = place
    holder: Any = document
    for step in path:
        holder = holder[step]
    value = holder[key]
    if not isinstance(value, str):
        return
    if key == "deadline":
        holder[key] = within_reach(datetime.fromisoformat(value))
    elif key == "description" or (key == "summary" and path):
        holder[key] = seen_markdown(value)
    else:
        holder[key] = seen_line(value)


def _gap(unseen: re.Match[str]) -> str:
    return " " if unseen.group().isspace() else ""
