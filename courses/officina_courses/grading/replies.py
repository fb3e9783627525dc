"""What a runner or an examiner may answer. Whatever else arrives is the work of learners' code."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from officina_courses.grading.engine import End
from officina_courses.model import Frozen

Text = Annotated[str, Field(max_length=64 << 20)]


class StreamOutput(Frozen):
    """Text written to standard output or error."""

    output_type: Literal["stream"]
    name: Literal["stdout", "stderr"]
    text: Text


class RichOutput(Frozen):
    """A displayed object or a cell's value."""

    output_type: Literal["display_data", "execute_result"]
    data: dict[Annotated[str, Field(max_length=200)], Text]
    metadata: dict[str, dict[Literal["width", "height"], int]] = Field(default_factory=dict)


class ErrorOutput(Frozen):
    """An exception."""

    output_type: Literal["error"]
    ename: Annotated[str, Field(max_length=200)]
    evalue: Annotated[str, Field(max_length=5000)]
    traceback: list[Text]


Output = Annotated[StreamOutput | RichOutput | ErrorOutput, Field(discriminator="output_type")]


class Ready(Frozen):
    """The runner has its shell and waits."""

    nonce: str
    status: Literal["ready", "finished"]


class Reply(Frozen):
    """One cell's answer."""

    nonce: str
    status: Literal["ok", "error", "timeout"]
    error: Annotated[str, Field(max_length=500)] | None
    value: Annotated[str, Field(max_length=1000)] | None
    seconds: float
    busy_seconds: float = 0.0
    is_exchanged: bool = False
    outputs: tuple[Output, ...] = Field(max_length=1000)

    @property
    def output_characters(self) -> int:
        """How much the outputs show, in characters."""
        return sum(len(output.model_dump_json()) for output in self.outputs)


class Differing(Frozen):
    """What a failed comparison expected and what it got."""

    expected: Annotated[str, Field(max_length=5000)]
    got: Annotated[str, Field(max_length=5000)]


class Examined(Frozen):
    """How a test ended that ran in the examiner's process; ``end`` is that of the learner's."""

    nonce: str
    status: Literal["ok", "error", "timeout", "opaque", "ended"]
    error: Annotated[str, Field(max_length=500)] | None
    value: Annotated[str, Field(max_length=1000)] | None
    seconds: float
    outputs: tuple[Output, ...] = Field(max_length=1000)
    is_hidden: bool
    difference: Differing | None = None
    is_canary_alive: bool
    why: Annotated[str, Field(max_length=500)]
    end: End | None
    detail: Annotated[str, Field(max_length=500)]

    @property
    def output_characters(self) -> int:
        """How much the outputs show, in characters."""
        return sum(len(output.model_dump_json()) for output in self.outputs)
