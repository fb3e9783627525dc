"""A notebook's translated texts, to be found by what they translate.

Feedback and checks are made when nobody knows who will read them, in the course's own language.
Whoever shows them looks each text up here: what the course says otherwise by now is not found, and
what a learner wrote neither. An assertion's values are not known before it runs: its *template* has
``{1}``, ``{2}`` … in their places.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from pydantic import Field

from officina_courses.model import Frozen

GAP: Final = re.compile(r"\{([1-9][0-9]?)\}")


class Words(Frozen):
    """What one notebook's overlay says; only of texts that learners have, and up to date."""

    format: Literal[1] = 1
    language: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    cells: dict[str, str] = Field(
        default={}, description="Clean HTML, by the hash of the text cell's source"
    )
    headings: dict[str, str] = Field(default={}, description="In plain text")
    hints: dict[str, str] = Field(default={})
    messages: dict[str, str] = Field(default={}, description="Templates")

    def heading(self, text: str) -> str:
        """The heading of a task, in plain text; as it is where it is not translated."""
        return self.headings.get(text, text)

    def hint(self, text: str) -> str:
        """The hint; as it is where it is not translated."""
        return self.hints.get(text, text)

    def message(self, said: str) -> str:
        """What an assertion said, with its values; empty where it is not translated."""
        for template, translated in self.messages.items():
            values = values_in(template, said)
            if values is not None:
                return filled(translated, values)
        return ""


NO_WORDS: Final = Words()


def values_in(template: str, said: str) -> tuple[str, ...] | None:
    """The values with which a template says this; ``None`` where it does not."""
    first, *rest = GAP.sub("\0", template).split("\0")
    if not rest:
        return () if said == first else None
    *middle, last = rest
    place, end = len(first), len(said) - len(last)
    if not said.startswith(first) or not said.endswith(last):
        return None
    values = []
    for piece in middle:
        at = said.find(piece, place, max(place, end))
        if at < 0:
            return None
        values.append(said[place:at])
        place = at + len(piece)
    return None if end < place else (*values, said[place:end])


def filled(template: str, values: tuple[str, ...]) -> str:
    """The template with its values; one that there is no value for stays."""

    def value(gap: re.Match[str]) -> str:
        number = int(gap[1])
        return values[number - 1] if number <= len(values) else gap[0]

    return GAP.sub(value, template)
