"""A sentence for a person, kept as English with gaps and what fills them.

Whoever says it knows neither the reader nor their language, and whoever shows it does not know
what happened. So it travels whole: ``text`` is what catalogues of translations know it by,
``values`` fill its gaps (``%(job)s``), and ``str()`` is the English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pydantic import Field

from officina_courses.model import Frozen

# Sentences about Slurm hold for other batch systems, too; who knows which one it is fills the gap.
USUAL: Final = {"system": "Slurm"}


class Saying(Frozen):
    """One sentence, or a piece that fills a gap of another."""

    text: str
    values: dict[str, int | float | str | Saying] = Field(default_factory=dict)

    def __str__(self) -> str:
        return self.put(_as_it_is, _plain)

    def with_values(self, **values: int | float | str | Saying) -> Saying:
        """The same with these gaps filled, here and in the pieces that fill others."""
        kept = {
            name: value.with_values(**values) if isinstance(value, Saying) else value
            for name, value in self.values.items()
        }
        return Saying(text=self.text, values=kept | values)

    def put(
        self, translate: Callable[[str], str], number: Callable[[int | float], str] | None = None
    ) -> str:
        """The sentence in the words that ``translate`` gives for its text."""
        write = number or _plain
        filled = {
            name: value.put(translate, write)
            if isinstance(value, Saying)
            else value
            if isinstance(value, str)
            else write(value)
            for name, value in self.values.items()
        }
        words = translate(self.text) % {**USUAL, **filled}
        begins_with_a_gap = self.text.startswith("%(")
        return words[:1].upper() + words[1:] if begins_with_a_gap else words


Sayings = tuple[Saying, ...]


def say(text: str, /, **values: int | float | str | Saying) -> Saying:
    """A sentence; catalogues of translations are made from the literals in calls of this."""
    return Saying(text=text, values=values)


def in_english(sayings: Sequence[Saying]) -> str:
    """One after the other."""
    return " ".join(map(str, sayings))


def about(sayings: Sequence[Saying], values: Mapping[str, str]) -> Sayings:
    """All of them with these gaps filled."""
    return tuple(each.with_values(**values) for each in sayings)


def _as_it_is(text: str) -> str:
    return text


def _plain(number: int | float) -> str:
    return f"{number:.1f}" if isinstance(number, float) else str(number)
