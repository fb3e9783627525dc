"""Words that the index does not know, mended: as compounds, as typos, or as parts of compounds.

A near word shares the first half or the rest with the one typed, so two short ranges of the
vocabulary hold all words within one change (a letter more, less or other, or two that changed
places), and many within two, which longer words may have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

from officina_widgets.catalogue.search.folding import fold, places_of_words
from officina_widgets.catalogue.search.query import Query, Wanted

SHORTEST_MENDED: Final = 4
SHORTEST_PART: Final = 4
SHORTEST_WITH_TWO: Final = 8
SHORTEST_ENDING: Final = 5
MOST_TRIED: Final = 5
LINKS: Final = ("", "s", "es", "n", "en")
"""What German and its neighbours put between the parts of a compound."""


class Vocabulary(Protocol):
    """The words that an index knows; asked by ``mended`` only where a query finds nothing."""

    def knows(self, wanted: Wanted) -> bool:
        """Whether any document has it."""

    def beginning_with(self, part: str) -> Iterable[str]:
        """Words of documents, no bare stems."""

    def ending_with(self, part: str) -> Iterable[str]:
        """Words of documents, no bare stems."""

    def frequency(self, word: str) -> int:
        """How many documents have it."""


def mended(
    typed: str, query: Query, vocabulary: Vocabulary, *, finds: Callable[[Query], bool]
) -> str | None:
    """The query with each unknown word mended so that something is found; None if none can be."""
    unknown = [wanted for wanted in query if not vocabulary.knows(wanted)]
    if not unknown:
        return None
    sure = tuple(wanted for wanted in query if wanted not in unknown)
    instead: dict[str, tuple[str, ...]] = {}
    for wanted in unknown:
        for words in _instead_of(wanted.word, vocabulary):
            tried = (*sure, *(Wanted(word) for word in words))
            if finds(tried):
                sure, instead[wanted.word] = tried, words
                break
        else:
            return None
    return " ".join(_written_anew(typed, instead))


def _written_anew(typed: str, instead: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for place in places_of_words(typed):
        yield from instead.get(fold(place[0].lower()), (place[0],))


def _instead_of(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    if len(word) < SHORTEST_MENDED or any(character.isdigit() for character in word):
        return  # another year or number is another thing
    yield from _parts(word, vocabulary)
    for choose in (_nearest, _ending):
        for one in choose(word, vocabulary):
            yield (one,)


def _parts(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        if not vocabulary.knows(Wanted(word[cut:])):
            continue
        for link in LINKS:
            first = word[:cut].removesuffix(link)
            if (
                word[:cut].endswith(link)
                and len(first) >= SHORTEST_PART
                and vocabulary.knows(Wanted(first))
            ):
                yield first, word[cut:]
                break


def _ending(word: str, vocabulary: Vocabulary) -> list[str]:
    """Compounds of which this is the last part."""
    if len(word) < SHORTEST_ENDING:
        return []
    return _most_frequent(vocabulary.ending_with(word), vocabulary)


def _nearest(word: str, vocabulary: Vocabulary) -> list[str]:
    middle = len(word) // 2
    begin, end = word[:middle], word[middle + 1 :]
    candidates = set(vocabulary.beginning_with(begin))
    if len(end) > 1:
        candidates.update(vocabulary.ending_with(end))
    near = {one for one in candidates if is_one_change(word, one)}
    if not near and len(word) >= SHORTEST_WITH_TWO:
        near = {one for one in candidates if changes(word, one, most=2) <= 2}
    return _most_frequent(near, vocabulary)


def _most_frequent(words: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    known = [(vocabulary.frequency(word), word) for word in words]
    return [word for often, word in sorted(known, reverse=True) if often][:MOST_TRIED]


def is_one_change(one: str, other: str) -> bool:
    """Whether a letter more, less or other, or two that changed places, make one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    left, right = _differing(one, other)
    if len(left) + len(right) == 1 or len(left) == len(right) == 1:
        return True
    return len(left) == 2 and left == right[::-1]


def _differing(one: str, other: str) -> tuple[str, str]:
    start, shortest = 0, min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def changes(one: str, other: str, *, most: int) -> int:
    """How many such changes lie between two words; more than ``most`` is told as ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    left, right = _differing(one, other)
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
