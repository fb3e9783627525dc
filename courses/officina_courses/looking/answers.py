"""What is asked of the process that looks, and what it says; each answer is one line of JSON.

Whoever looks has read a stranger's bytes, so what it says is data of a known form, and no more of
it is read than ``MOST_BYTES``.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from officina_courses.archive import Limits
from officina_courses.model import Course, CourseId, Finding, Frozen, Origin
from officina_courses.similarity.material import CourseSketch

MOST_BYTES: Final = 16 << 20
MOST_FINDINGS: Final = 2000
MOST_KEYS: Final = 64
LONGEST_TEXT: Final = 4000

Form = Literal["folder", "package"]
KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LookOrder(Frozen):
    """What lies at the process's standard input, and how much of it is taken."""

    form: Form = Field(description="A course folder as a tar, or a course package")
    limits: Limits
    course_id: CourseId | None = Field(
        default=None, description="What the course of a package is to be called"
    )
    files_to: int | None = Field(
        default=None, description="The open file that a package's course goes to, as a tar"
    )


class Named(Frozen):
    """Which course it is, told before it is looked at any further."""

    said: Literal["named"] = "named"
    course_id: CourseId
    version: Annotated[str, Field(max_length=200)]


class Claims(Frozen):
    """What a package says of itself."""

    course_id: CourseId = Field(description="The id that the course has in the package")
    claimed_by: Annotated[tuple[KeyId, ...], Field(max_length=MOST_KEYS)] = ()
    forked_from: Origin | None = None


class Looked(Frozen):
    """What was found."""

    said: Literal["looked"] = "looked"
    course: Course
    findings: Annotated[tuple[Finding, ...], Field(max_length=MOST_FINDINGS)] = ()
    sketch: CourseSketch
    claims: Claims | None = Field(default=None, description="Of a package")


class NotTaken(Frozen):
    """That it is broken, hostile or too large, in the sentences of whoever found it so."""

    said: Literal["not-taken"] = "not-taken"
    reason: Literal["broken", "too-large", "disk-full", "memory"]
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    message: Annotated[str, Field(max_length=LONGEST_TEXT)]


Said: TypeAlias = Annotated[Named | Looked | NotTaken, Field(discriminator="said")]
SAID: Final[TypeAdapter[Named | Looked | NotTaken]] = TypeAdapter(Said)
