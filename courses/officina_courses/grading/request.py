"""What goes into the grading of one submission, and what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field

from officina_courses.archive import COURSE_LIMITS
from officina_courses.marks import FeedbackPage, Grade
from officina_courses.model import Frozen

# The methods that nbgrader itself has; any other is a program of the course's.
LatePenalty = Literal["none", "zero"]


class Limits(Frozen):
    """What one notebook may use while it is graded."""

    cell_timeout_seconds: float = Field(default=30, gt=0, le=3600)
    notebook_timeout_seconds: float = Field(default=600, gt=0, le=24 * 3600)
    memory_mib: int = Field(default=4096, ge=64, description="Address space of each process")
    scratch_mib: int = Field(default=256, ge=1, description="Size of the private writable folder")
    processes: int = Field(default=64, ge=1, description="Processes and threads at one time")
    output_bytes: int = Field(default=2 << 20, ge=1024, description="Kept output of one cell")
    notebook_output_bytes: int = Field(default=16 << 20, ge=1024)
    notebook_bytes: int = Field(
        default=16 << 20, ge=1024, description="Largest notebook, without its outputs"
    )
    notebook_file_bytes: int = Field(
        default=256 << 20, ge=1024, description="Largest notebook looked at, outputs included"
    )
    cells: int = Field(default=2000, ge=1, description="Most cells in one notebook")
    gives_way: bool = Field(
        default=False, description="Whether other programs have the processors first"
    )


class Showing(Frozen):
    """How feedback is shown, as the course's trainers want it."""

    differences: bool = Field(default=True, description="What a failed visible test expected, got")
    language: str | None = Field(default=None, description="What the course is written in")


class GradeRequest(Frozen):
    """One submission to be graded."""

    course_home: Path
    exercise_id: str
    student_id: str = Field(description="Hub user name; becomes the gradebook's student")
    submission_dir: Path = Field(description="The submitted files, already unpacked")
    received_at: AwareDatetime | None = Field(
        description="None where nobody noted it, as in a folder without timestamp.txt"
    )
    is_late: bool = False
    late_penalty: LatePenalty = Field(
        default="none", description="nbgrader's LateSubmissionPlugin.penalty_method"
    )
    limits: Limits = Limits()
    isolation: Literal["required", "off"] = "required"
    kernel: str = "python3"
    has_packages: bool = Field(
        default=False, description="Whether the kernel must be a Python of the course's own"
    )
    environments: Path | None = Field(
        default=None, description="Where such Pythons lie; None for the usual folder"
    )
    showing: Showing = Showing()
    max_course_bytes: int = Field(
        default=COURSE_LIMITS.max_total_bytes, ge=1, description="Largest release of an exercise"
    )


class GradeOutcome(Frozen):
    """What became of one submission."""

    state: Literal["graded", "needs_manual", "ungradable"]
    message: str = ""
    grade: Grade | None = None
    feedback: tuple[FeedbackPage, ...] = ()
    tests: str = Field(default="", description="Fingerprint of the tests that gave these marks")
