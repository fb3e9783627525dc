"""What a check before the start finds."""

from __future__ import annotations

from typing import Literal

from officina_courses.model import Frozen

State = Literal["ok", "warning", "error"]


class Check(Frozen):
    """One thing that was looked at."""

    name: str
    state: State
    message: str
