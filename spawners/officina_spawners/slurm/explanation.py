"""One of Slurm's terse answers, told to a person."""

from __future__ import annotations

from officina_courses.model import Frozen


class Explanation(Frozen):
    """What happened and what to do now; ``code`` is the stable short name behind the words."""

    code: str
    sentence: str
    advice: str

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()
