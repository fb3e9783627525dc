"""Made-up languages whose words are as frequent as those of real ones.

The n-th word of a language comes with a frequency in proportion to 1 / (n + 2.7), Mandelbrot's form
of Zipf's law. Words are made of syllables of the language's own letters, frequent ones short, so
every run makes the same, nothing has to be downloaded, and no word list's licence is in the way.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import NamedTuple

SHIFT = 2.7

# Consonants and vowels with the marks of real languages, and how much of the catalogue is in each.
LETTERS = {
    "de": ("bdfghklmnrstwz ch sch", "aeiouäöü ei ie", 0.30),
    "en": ("bcdfghlmnprstw th sh", "aeiou ea oo", 0.22),
    "fr": ("bcdfglmnprstv ch qu", "aeiouéèê au ou", 0.12),
    "it": ("bcdfglmnprstvz gn", "aeioòù ia", 0.08),
    "es": ("bcdfglmnprstvñ ll", "aeiouáíó ie", 0.07),
    "pl": ("bcdgklmnprstwzłż sz cz", "aeioyąęó ie", 0.05),
    "fi": ("hjklmnprstv kk ll tt", "aeiouyäö aa ii uo", 0.05),
    "nl": ("bdghklmnprstvwz", "aeiou aa ee ij", 0.04),
    "sv": ("bdfghklmnprstv sk", "aeiouyåäö", 0.03),
    "cs": ("bcdhklmnprstvzčřšž", "aeiouyáéíě", 0.02),
    "el": ("βγδθκλμνπρστφχ", "αεηιουωάέίό", 0.02),
}


class Tongue(NamedTuple):
    """A made-up language: words from the most frequent to the rarest."""

    code: str
    words: list[str]
    frequencies: list[float]  # summed up

    def text(self, dice: random.Random, count: int) -> list[str]:
        """So many words as they would come."""
        return dice.choices(self.words, cum_weights=self.frequencies, k=count)


def tongues(words: int) -> list[Tongue]:
    """All of them with so many words each, the same every time."""
    frequencies = list(accumulate(1 / (place + SHIFT) for place in range(1, words + 1)))
    return [Tongue(code, _words(code, words), frequencies) for code in LETTERS]


def shares() -> list[float]:
    """How much of the catalogue is in each."""
    return [share for _, _, share in LETTERS.values()]


def _words(code: str, count: int) -> list[str]:
    consonants, vowels = (_letters(told) for told in LETTERS[code][:2])
    dice = random.Random(code)
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 1 + (len(found) > 30) + (len(found) > 1500) + dice.choice((0, 0, 1, 2))
        word = "".join(dice.choice(consonants) + dice.choice(vowels) for _ in range(syllables))
        found[word + dice.choice(("", dice.choice(consonants)))] = None
    return list(found)


def _letters(told: str) -> list[str]:
    single, *several = told.split()
    return [*single, *several]
