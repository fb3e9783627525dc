"""The course as data: what ``course.toml`` may say.

A course folder is an nbgrader course folder with one file more::

    course.toml                     this model
    source/<exercise>/<nb>.ipynb    the trainer's version, with solutions and hidden tests
    source/<exercise>/...           the exercise's data files

Terms follow schema.org ``Course``/``LearningResource`` and nbgrader: an *exercise* here is what
nbgrader calls an assignment, and its ``id`` is the assignment's name.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal

from packaging.requirements import InvalidRequirement, Requirement
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from officina_courses.subjects import Sector, Step

COURSE_ID_PATTERN = r"^[a-z][a-z0-9-]{0,39}$"
EXERCISE_ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_. -]{0,63}$"

CourseId = Annotated[str, StringConstraints(pattern=COURSE_ID_PATTERN)]
ExerciseId = Annotated[str, StringConstraints(pattern=EXERCISE_ID_PATTERN)]

FIRST_DEADLINE: Final = datetime(2000, 1, 1, tzinfo=UTC)
LAST_DEADLINE: Final = datetime(2100, 1, 1, tzinfo=UTC)

# C0, DEL and C1; line and paragraph separator; the embeddings, overrides and isolates of bidi.
UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
UNSEEN_IN_MARKDOWN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

OUT_OF_REACH = (
    "the deadline {found} is not between 2000 and 2100, so it cannot be shown in every time zone; "
    "write a day in that time, or leave it out for no deadline"
)
A_BARE_NUMBER = (
    "the deadline {found} is a bare number, so its day could only be guessed; write the day, the "
    "time and the zone, as 2026-06-30T18:00:00Z"
)
UNSEEN_CHARACTER = (
    "the text has the invisible character U+{code:04X} at place {place}, which could make it read "
    "as something else on a page; delete that character, or write the line again"
)


HUB_KERNEL: Final = "python3"
HUB_KERNELS: Final = frozenset({HUB_KERNEL, "python"})
OWN_KERNEL: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
NO_OWN_KERNEL: Final = (
    'packages need a kernel of their own, and "{found}" is the hub\'s or cannot name one; leave '
    "kernel out, or write a name of lower-case letters, digits and ._- that courses may share"
)
NOT_FROM_THE_INDEX: Final = (
    "the name of a package as an index has it, with the versions that will do, such as "
    "pandera>=0.35: no address, no path, no option, because operators install what stands here"
)


def _from_the_index(text: str) -> str:
    try:
        wanted = Requirement(text)
    except InvalidRequirement:
        raise ValueError(NOT_FROM_THE_INDEX) from None
    if wanted.url is not None:
        raise ValueError(NOT_FROM_THE_INDEX)
    return str(wanted)


def _no_bare_number(value: object) -> object:
    is_digits = isinstance(value, str) and re.fullmatch(r"\s*[+-]?[\d.]+\s*", value)
    if is_digits or isinstance(value, int | float):
        raise ValueError(A_BARE_NUMBER.format(found=str(value)[:40]))
    return value


def _in_reach(value: datetime) -> datetime:
    if not FIRST_DEADLINE <= value < LAST_DEADLINE:
        raise ValueError(OUT_OF_REACH.format(found=value.isoformat()))
    return value.astimezone(UTC)


def _without(unseen: re.Pattern[str], text: str) -> str:
    found = unseen.search(text)
    if found:
        code, place = ord(found.group()), found.start() + 1
        raise ValueError(UNSEEN_CHARACTER.format(code=code, place=place))
    return text


def _all_seen(text: str) -> str:
    return _without(UNSEEN, text)


def _all_seen_in_markdown(text: str) -> str:
    return _without(UNSEEN_IN_MARKDOWN, text)


Deadline = Annotated[AwareDatetime, BeforeValidator(_no_bare_number), AfterValidator(_in_reach)]
Seen = AfterValidator(_all_seen)
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), Seen]
Markdown = Annotated[str, AfterValidator(_all_seen_in_markdown)]
Package = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_from_the_index),
]
Iri = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9+.-]{1,30}:[!#-;=?-\[\]_a-z~]+$", max_length=1000)
]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
ProfileName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Kind = Literal["course", "interactive-tool", "data-pipeline"]
Level = Literal["beginner", "intermediate", "advanced"]


class Frozen(BaseModel):
    """The base of every model that crosses a border: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Frozen):
    """Somebody who wrote the course (schema.org ``Person``)."""

    name: Line
    affiliation: Annotated[str, Seen] | None = Field(default=None, max_length=300)
    orcid: str | None = Field(default=None, pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")


class Exercise(Frozen):
    """One nbgrader assignment: a folder ``source/<id>`` with one or more notebooks."""

    id: ExerciseId
    title: Line
    summary: Markdown = Field(default="", max_length=2000)
    minutes: int = Field(default=15, ge=1, le=24 * 60, description="Working time in minutes")
    deadline: Deadline | None = Field(
        default=None, description="The moment, with its zone, after which a submission is late"
    )


class Skill(Frozen):
    """What a course teaches or builds on, by the id of a public framework (``DefinedTerm``)."""

    id: Line = Field(description="The id that ESCO or DigComp gives it")
    label: Line = Field(description="What the framework calls it")
    use: Literal["teaches", "requires"] = "teaches"


class Part(Frozen):
    """A file or folder of the course that comes under another licence than the course."""

    path: Line = Field(
        description="The file below the course folder, a folder with / at its end, or a pattern"
    )
    licence: Annotated[str, Seen] = Field(
        max_length=64, description="SPDX identifier of this part's licence"
    )

    def fits(self, path: str) -> bool:
        """Whether a file of the course belongs to this part."""
        if "*" in self.path:
            return fnmatch.fnmatchcase(path, self.path)
        return self.path == path or (self.path.endswith("/") and path.startswith(self.path))


class Environment(Frozen):
    """What the notebooks need to run."""

    kernel: Annotated[str, Seen] = Field(
        default=HUB_KERNEL, max_length=64, description="Name of the kernel spec"
    )
    packages: tuple[Package, ...] = Field(
        default=(), max_length=100, description="What a Python of the course's own must have"
    )
    cell_timeout_seconds: int = Field(default=30, ge=1, le=3600)
    memory_mib: int = Field(default=4096, ge=64, le=1 << 20)

    @model_validator(mode="after")
    def _own_packages_have_a_kernel(self) -> Environment:
        if self.packages and (self.kernel in HUB_KERNELS or not OWN_KERNEL.fullmatch(self.kernel)):
            raise ValueError(NO_OWN_KERNEL.format(found=self.kernel))
        return self


class CourseGrading(Frozen):
    """How submissions are dealt with."""

    show_differences: bool = Field(
        default=True,
        description="Whether feedback shows what a failed visible test expected and what it got",
    )
    checks: Literal["visible", "all", "off"] = Field(
        default="visible",
        description="Which tests learners may have run before they hand in",
    )


class Profile(Frozen):
    """Values for a whole kind of run, such as a short one that only shows that all works."""

    summary: Line
    parameters: dict[ParameterName, JsonValue] = Field(default={})


class Origin(Frozen):
    """The package that a course was forked from."""

    iri: Iri = Field(description="Where it stands, or its name by content (RFC 6920)")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the package's file")
    course_id: CourseId
    version: Line
    title: Line


class Course(Frozen):
    """A course as its ``course.toml`` describes it."""

    id: CourseId
    title: Line
    version: str = Field(pattern=r"^\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$", description="SemVer 2.0")
    released: date | None = Field(default=None, description="The day this version came out")
    kind: Kind = "course"
    summary: Line
    description: Markdown = Field(default="", max_length=20_000, description="Markdown")
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    level: Level = "beginner"
    minutes: int = Field(ge=1, le=10_000, description="Working time of the whole course in minutes")
    objectives: tuple[Line, ...] = ()
    prerequisites: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    sectors: tuple[Sector, ...] = ()
    steps: tuple[Step, ...] = ()
    licence: Annotated[str, Seen] = Field(
        max_length=64, description="SPDX identifier of the material's licence"
    )
    parts: tuple[Part, ...] = Field(default=(), max_length=100)
    authors: tuple[Author, ...] = ()
    forked_from: Origin | None = Field(default=None, description="The package it was made from")
    skills: tuple[Skill, ...] = ()
    exercises: tuple[Exercise, ...] = Field(max_length=1000)
    environment: Environment = Environment()
    grading: CourseGrading = CourseGrading()
    profiles: dict[ProfileName, Profile] = Field(
        default={}, description="Values for kinds of runs: smoke, cpu, gpu, full"
    )

    @model_validator(mode="before")
    @classmethod
    def _kernel_is_named_after_the_course(cls, data: object) -> object:
        """Packages of its own mean a kernel of its own, which need not be named."""
        if not isinstance(data, dict) or not isinstance(data.get("environment"), dict):
            return data
        environment = data["environment"]
        if not environment.get("packages") or "kernel" in environment or "id" not in data:
            return data
        return {**data, "environment": {**environment, "kernel": data["id"]}}

    @model_validator(mode="after")
    def _exercises_are_distinct(self) -> Course:
        ids = [exercise.id for exercise in self.exercises]
        twice = sorted(name for name, count in Counter(ids).items() if count > 1)
        if twice:
            raise ValueError(f"exercise ids must be unique, found twice: {', '.join(twice)}")
        return self

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; raises ``KeyError`` where the course has none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise KeyError(exercise_id)

    def licence_of(self, path: str) -> str:
        """The licence of one file; of several parts that fit, that of the longest path."""
        fitting = [part for part in self.parts if part.fits(path)]
        nearest = max(fitting, key=lambda part: len(part.path), default=None)
        return nearest.licence if nearest else self.licence


class Finding(Frozen):
    """One thing a check has to say about a course, with the place it was found."""

    severity: Literal["error", "warning"]
    code: str = Field(pattern=r"^OFF\d{3}$")
    message: str = Field(description="What happened, why it matters, what to do now")
    path: str = Field(default="", description="File below the course folder")
    cell: str | None = Field(default=None, description="grade_id or index of the cell")
    line: int | None = None


class HowTested(Frozen):
    """How one test cell is run when submissions are graded, and how it could be examined."""

    path: str
    cell: str
    mode: Literal["examined", "guarded"]
    reason: str = ""
    rewrite: str = ""


class TranslationState(Frozen):
    """How far the course is translated into one language."""

    language: str
    texts: int = Field(description="Cells and fields that can be translated")
    translated: int
    outdated: int = Field(description="Translated from a text that has changed since")
    broken: int = Field(description="Translations that lost a formula, a link, code or markup")


class CheckReport(Frozen):
    """All findings of one check of one course."""

    course_id: str
    findings: tuple[Finding, ...] = ()
    tests: tuple[HowTested, ...] = Field(default=(), description="Where they were asked for")
    translations: tuple[TranslationState, ...] = ()
    checked_at: datetime

    @property
    def is_publishable(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)
