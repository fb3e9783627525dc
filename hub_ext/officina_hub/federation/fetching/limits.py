"""How much one answer, and all answers of one harvest together, may bring and take."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from officina_courses.model import Frozen

MB: Final = 1_000_000
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]


class FetchLimits(Frozen):
    """Ample for honest peers; whoever needs more publishes in pages."""

    answer_bytes: Count = Field(default=20 * MB, description="Of one answer, unpacked.")
    all_bytes: Count = Field(default=500 * MB, description="Of all answers, unpacked.")
    answer_seconds: Seconds = Field(default=120, description="From the question to the last byte.")
    all_seconds: Seconds = Field(default=600, description="For all answers together.")
    connect_seconds: Seconds = Field(default=10, description="To find a machine and reach it.")
    read_seconds: Seconds = Field(default=20, description="Of silence in the middle of an answer.")
    redirects: Count = Field(default=5, description="One after the other.")
    tries: int = Field(default=3, ge=1, description="Where a machine is busy or does not answer.")
    wait_seconds: Seconds = Field(default=30, description="The longest wait before another try.")
