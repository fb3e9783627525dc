"""The course as data: what ``course.toml`` may say.

A course folder is an nbgrader course folder with one file more::

    course.toml                     this model
    source/<exercise>/<nb>.ipynb    the trainer's version, with solutions and hidden tests
    source/<exercise>/...           the exercise's data files

Terms follow schema.org ``Course``/``LearningResource`` and nbgrader: an *exercise* here is what
nbgrader calls an assignment, and its ``id`` is the assignment's name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

COURSE_ID_PATTERN = r"^[a-z][a-z0-9-]{0,39}$"
EXERCISE_ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_. -]{0,63}$"

CourseId = Annotated[str, StringConstraints(pattern=COURSE_ID_PATTERN)]
ExerciseId = Annotated[str, StringConstraints(pattern=EXERCISE_ID_PATTERN)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Level = Literal["beginner", "intermediate", "advanced"]


class Frozen(BaseModel):
    """The base of every model that crosses a border: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Frozen):
    """Somebody who wrote the course (schema.org ``Person``)."""

    name: Line
    affiliation: str | None = Field(default=None, max_length=300)
    orcid: str | None = Field(default=None, pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")


class Exercise(Frozen):
    """One nbgrader assignment: a folder ``source/<id>`` with one or more notebooks."""

    id: ExerciseId
    title: Line
    summary: str = Field(default="", max_length=2000)
    minutes: int = Field(default=15, ge=1, le=24 * 60, description="Working time in minutes")
    deadline: AwareDatetime | None = Field(
        default=None, description="The moment, with its zone, after which a submission is late"
    )


class Environment(Frozen):
    """What the notebooks need to run."""

    kernel: str = Field(default="python3", max_length=64, description="Name of the kernel spec")
    cell_timeout_seconds: int = Field(default=30, ge=1, le=3600)
    memory_mib: int = Field(default=4096, ge=64, le=1 << 20)


class Course(Frozen):
    """A course as its ``course.toml`` describes it."""

    id: CourseId
    title: Line
    version: str = Field(pattern=r"^\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$", description="SemVer 2.0")
    summary: Line
    description: str = Field(default="", max_length=20_000, description="Markdown")
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    level: Level = "beginner"
    minutes: int = Field(ge=1, le=10_000, description="Working time of the whole course in minutes")
    objectives: tuple[Line, ...] = ()
    prerequisites: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    licence: str = Field(max_length=64, description="SPDX identifier of the material's licence")
    authors: tuple[Author, ...] = ()
    exercises: tuple[Exercise, ...]
    environment: Environment = Environment()

    @model_validator(mode="after")
    def _exercises_are_distinct(self) -> Course:
        ids = [exercise.id for exercise in self.exercises]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"exercise ids must be unique, found twice: {', '.join(twice)}")
        return self

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; raises ``KeyError`` where the course has none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise KeyError(exercise_id)


class Finding(Frozen):
    """One thing a check has to say about a course, with the place it was found."""

    severity: Literal["error", "warning"]
    code: str = Field(pattern=r"^OFF\d{3}$")
    message: str = Field(description="What happened, why it matters, what to do now")
    path: str = Field(default="", description="File below the course folder")
    cell: str | None = Field(default=None, description="grade_id or index of the cell")
    line: int | None = None


class CheckReport(Frozen):
    """All findings of one check of one course."""

    course_id: str
    findings: tuple[Finding, ...] = ()
    checked_at: datetime

    @property
    def is_publishable(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)
