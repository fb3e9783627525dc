"""The questions of each class, made from the words of the records themselves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator

from benchmarks.find.records import COUNTRIES, FORMATS, THEMES, Made

from officina_widgets.catalogue.asking import Ask

OF_EACH = 100
COMMONEST = 5
EDITS = ("drop", "double", "swap", "change")

Questions = dict[str, list[Ask]]


class Taken:
    """What is remembered of the records while they are indexed: some of them, and frequencies."""

    def __init__(self, count: int) -> None:
        self._every = max(1, count // (6 * OF_EACH))
        self._seen = 0
        self._some: list[Made] = []
        self._frequency: Counter[str] = Counter()
        self._by_language: dict[str, Counter[str]] = {}

    def passing(self, records: Iterable[Made]) -> Iterator[Made]:
        """The same records, looked at in passing."""
        for made in records:
            words = set(made.words)
            self._frequency.update(words)
            self._by_language.setdefault(made.language, Counter()).update(words)
            if self._seen % self._every == 0:
                self._some.append(made)
            self._seen += 1
            yield made

    def questions(self) -> Questions:
        """``OF_EACH`` of each class, fewer of the commonest words."""
        dice = random.Random(5)
        some = dice.sample(self._some, k=len(self._some))
        middling = [(made, self._middling(made)) for made in some]
        pairs = [dice.sample(words, k=2) for _, words in middling if len(words) > 1]
        long = [word for _, words in middling for word in words[:1] if len(word) > 4]
        prefixes = [f"{one} {other[:3]}" for one, other in pairs if len(other) > 3]
        typos = [typo for word in long if (typo := _typo(word, dice)) not in self._frequency]
        return {
            "two words": [Ask(q=" ".join(pair)) for pair in pairs[:OF_EACH]],
            "word and beginning": [Ask(q=one) for one in prefixes[-OF_EACH:]],
            "typo": [Ask(q=typo) for typo in typos[:OF_EACH]],
            "word and two facets": [_narrowed(made, words[0]) for made, words in middling if words][
                :OF_EACH
            ],
            "commonest words": [Ask(q=word) for word in self._commonest()],
            "browsing": _browsing(),
        }

    def _middling(self, made: Made) -> list[str]:
        """Words in 0.05 to 2 % of records, which is what people type."""
        least, most = self._seen / 2_000, self._seen / 50
        return [
            word
            for word in dict.fromkeys(made.words)
            if least <= self._frequency[word] <= most and len(word) > 2
        ]

    def _commonest(self) -> list[str]:
        counts = self._by_language.values()
        return [word for count in counts for word, _ in count.most_common(COMMONEST)]


def _narrowed(made: Made, word: str) -> Ask:
    record = made.record.record
    return Ask(q=word, facets={"theme": record.themes[:1], "country": (record.country or "",)})


def _browsing() -> list[Ask]:
    facets: list[dict[str, tuple[str, ...]]] = [{}]
    facets += [{"theme": (theme,)} for theme in THEMES]
    facets += [{"country": (country,)} for country in COUNTRIES]
    facets += [{"format": (one,), "access": ("PUBLIC",)} for one in FORMATS]
    return [Ask(facets=one) for one in facets]


def _typo(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match dice.choice(EDITS):
        case "drop":
            return before + after
        case "double":
            return before + letter + letter + after
        case "swap":
            return before + after[0] + letter + after[1:]
        case _:
            return before + dice.choice("aeinrst") + after
