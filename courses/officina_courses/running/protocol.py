"""What travels into the sandbox and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import Field, JsonValue

from officina_courses.model import Environment, Frozen

MAX_TEXT: Final = 2000
Purpose = Literal["run", "autotests"]


class NotebookToRun(Frozen):
    """One notebook of an exercise's folder, what it needs, and what it is given."""

    folder: Path
    name: str
    environment: Environment
    code_cells: int
    parameters: dict[str, JsonValue] = Field(
        default={}, description="What papermill writes after the cell tagged parameters"
    )


class RunOrder(Frozen):
    """What to do with one notebook in a copy of its exercise's folder."""

    purpose: Purpose
    folder: Path
    notebook: str
    kernel: str
    cell_timeout_seconds: int
    parameters: dict[str, JsonValue] = Field(default={})


class Usage(Frozen):
    """What a kernel says of itself at its end, its child processes that ended included."""

    cpu_seconds: float
    memory_mib: float = Field(description="The most that it held at a time")
    child_seconds: float = Field(default=0.0, description="Of cpu_seconds, by child processes")
    waited_seconds: float | None = Field(
        default=None,
        description="That the thread which waited most was ready and had no processor",
    )


class RunResult(Frozen):
    """How it went."""

    outcome: Literal["passed", "failed", "timeout", "died", "impossible"]
    cell_index: int | None = Field(default=None, description="Counted from 0, as papermill counts")
    message: str = Field(default="", max_length=4 * MAX_TEXT)
    notebook: str | None = Field(
        default=None, description="The notebook with its tests written, or as it ran", repr=False
    )
    usage: Usage | None = Field(default=None, description="Where the kernel could be asked")
