"""What travels into the sandbox and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from officina_courses.model import Frozen

MAX_TEXT: Final = 2000
Purpose = Literal["run", "autotests"]


class RunOrder(Frozen):
    """What to do with one notebook in a copy of its exercise's folder."""

    purpose: Purpose
    folder: Path
    notebook: str
    kernel: str
    cell_timeout_seconds: int


class RunResult(Frozen):
    """How it went."""

    outcome: Literal["passed", "failed", "timeout", "died", "impossible"]
    cell_index: int | None = Field(default=None, description="Counted from 0, as papermill counts")
    message: str = Field(default="", max_length=4 * MAX_TEXT)
    notebook: str | None = Field(default=None, description="The notebook with its tests written")
