"""What travels into the sandbox and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from officina_courses.model import Frozen

MAX_TEXT: Final = 2000
MAX_RESULT_BYTES: Final = 64 * 1024


class RunOrder(Frozen):
    """One notebook to be run in a copy of its exercise's folder."""

    folder: Path
    notebook: str
    kernel: str
    cell_timeout_seconds: int


class RunResult(Frozen):
    """How it went."""

    outcome: Literal["passed", "failed", "timeout", "died", "impossible"]
    cell_index: int | None = Field(default=None, description="Counted from 0, as papermill counts")
    message: str = Field(default="", max_length=4 * MAX_TEXT)
