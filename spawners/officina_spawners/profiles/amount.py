"""How much of something a profile gives: a fixed number, or a choice between bounds."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from officina_courses.model import Frozen


class Amount(Frozen):
    """``cores = 8``, or ``cores = { min = 2, max = 32, default = 8 }``."""

    min: int = Field(ge=0, le=1_000_000)
    max: int = Field(ge=0, le=1_000_000)
    default: int = Field(ge=0, le=1_000_000)

    @model_validator(mode="before")
    @classmethod
    def _a_number_alone_is_fixed(cls, found: Any) -> Any:
        if isinstance(found, int) and not isinstance(found, bool):
            return {"min": found, "max": found, "default": found}
        return found

    @model_validator(mode="after")
    def _bounds_are_in_order(self) -> Amount:
        if not self.min <= self.default <= self.max:
            raise ValueError(
                f"a default between min and max (min {self.min}, default {self.default}, "
                f"max {self.max})"
            )
        return self

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return self.min == self.max

    def allows(self, value: int) -> bool:
        return self.min <= value <= self.max

    def __str__(self) -> str:
        return str(self.min) if self.is_fixed else f"{self.min} to {self.max}"


def fixed(value: int) -> Amount:
    """Always this many."""
    return Amount(min=value, max=value, default=value)


def between(low: int, high: int, default: int) -> Amount:
    """A choice."""
    return Amount(min=low, max=high, default=default)
