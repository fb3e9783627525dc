"""``taken-over.json``: which courses of other factories learners have here.

By it the factory that made a course learns where it is used. Only what its own peer entry lets be
told stands in it, as in the harvest logs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from officina_widgets.catalogue.records import WebAddress

TAKEN_OVER: Final = "taken-over.json"
LARGEST: Final = 1024 * 1024
MOST_COURSES: Final = 2_000
MOST_COPIES: Final = 3  # of one course, under several names; a list shows them beside each other
Told = Annotated[str, Field(max_length=300)]


class TakenOver(BaseModel):
    """One course; ``source`` is the federation address of the factory that it came from."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: WebAddress
    course_id: Told
    version: Told
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


LIST: Final = TypeAdapter(Annotated[tuple[TakenOver, ...], Field(max_length=MOST_COURSES)])


def taken_over_text(courses: Iterable[TakenOver]) -> bytes:
    """The document; nothing in it depends on when it is written."""
    told = [one.model_dump() for one in sorted(courses, key=lambda it: (it.source, it.course_id))]
    document = {"format": 1, "courses": told}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_taken_over(data: bytes) -> tuple[TakenOver, ...] | None:
    """What stands in it, of one course a few copies; None for what is no such document."""
    try:
        return tuple(_few_of_each(LIST.validate_python(json.loads(data)["courses"])))
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
        return None


def _few_of_each(courses: Iterable[TakenOver]) -> Iterator[TakenOver]:
    counted: Counter[tuple[str, str]] = Counter()
    for one in courses:
        counted[one.source, one.course_id] += 1
        if counted[one.source, one.course_id] <= MOST_COPIES:
            yield one
