"""Whether anybody or anything works in this session: a judgement over what was seen."""

from __future__ import annotations

from typing import Literal, NamedTuple

Phase = Literal["off", "within", "warned", "over"]


class Signs(NamedTuple):
    """What one look found. Times are seconds since 1970; None: there is no such thing here."""

    is_busy: bool  # a kernel runs a cell
    last_kernel: float
    last_terminal: float | None = None
    gpu_percent: float | None = None
    cpu_percent: float | None = None  # of one core, by everything the session has started


class Rule(NamedTuple):
    """When idleness ends a session; 0 minutes: never."""

    minutes: float = 0.0
    warning_minutes: float = 5.0
    gpu_percent: float = 5.0
    cpu_percent: float = 20.0

    def is_working(self, signs: Signs) -> bool:
        """Whether something runs at this moment, with or without a person."""
        return (
            signs.is_busy
            or _reaches(signs.gpu_percent, self.gpu_percent)
            or _reaches(signs.cpu_percent, self.cpu_percent)
        )

    def phase(self, idle_seconds: float) -> Phase:
        """Where so much idleness leads."""
        if self.minutes <= 0:
            return "off"
        if idle_seconds >= self.minutes * 60:
            return "over"
        if idle_seconds >= (self.minutes - self.warning_minutes) * 60:
            return "warned"
        return "within"


def last_of(signs: Signs) -> float:
    """The newest thing that a kernel or a terminal did."""
    return max(signs.last_kernel, signs.last_terminal or 0.0)


def _reaches(found: float | None, bound: float) -> bool:
    return found is not None and found >= bound
