"""What one kind of finding is."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Code(NamedTuple):
    """What a code means, why it matters, and what to do about it."""

    severity: Literal["error", "warning"]
    meaning: str
    why: str
    todo: str
