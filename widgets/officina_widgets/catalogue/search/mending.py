"""Words that the index does not know, mended or left out.

They are mended as compounds, as typos, or as parts of compounds. What none of this makes fit the
words that are known is left out, and so are known words that nothing has together with rarer ones;
the answer says which.

A near word shares the first half or the rest with the one typed, so two short ranges of the
vocabulary hold all words within one change (a letter more, less or other, or two that changed
places), and many within two, which longer words may have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, Protocol

from officina_widgets.catalogue.search.folding import fold, places_of_words
from officina_widgets.catalogue.search.query import Query, Wanted
from officina_widgets.catalogue.search.tongues import is_foreign

SHORTEST_MENDED: Final = 4
SHORTEST_PART: Final = 4
SHORTEST_WITH_TWO: Final = 8
SHORTEST_ENDING: Final = 5
MOST_TRIED: Final = 5
MOST_MENDED: Final = 6
"""Words of a query for which near ones are looked for: that costs as much as several searches."""

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
        """How many documents have it, as a word or as a stem; 0 of a bare stem."""


class Mended(NamedTuple):
    """The query that is answered instead, and which words of the typed one it lacks."""

    shown_for: str
    without: tuple[str, ...]


def mended(
    typed: str,
    query: Query,
    vocabulary: Vocabulary,
    *,
    finds: Callable[[Query], bool],
    languages: tuple[str, ...],
) -> Mended | None:
    """The query with each unknown word mended or left out; None if nothing is found so."""
    known = tuple(wanted for wanted in query if vocabulary.knows(wanted))
    sure = _together(known, vocabulary, finds)
    if sure == query:
        return None
    instead: dict[str, tuple[str, ...]] = {one.word: () for one in query if one not in sure}
    stay = {one.word for one in sure}
    unknown = [wanted for wanted in query if wanted not in known]
    for wanted in unknown[:MOST_MENDED]:
        for words in _instead_of(wanted.word, vocabulary, languages):
            tried = (*sure, *(Wanted(word) for word in words))
            if finds(tried):
                sure, instead[wanted.word] = tried, words
                break
    if not sure or not finds(sure):
        return None
    return _written_anew(typed, stay, instead)


def _together(known: Query, vocabulary: Vocabulary, finds: Callable[[Query], bool]) -> Query:
    """Those of these words that some document has all of, the rarest first: they tell most."""
    if not known or finds(known):
        return known
    kept: Query = ()
    for one in sorted(known, key=lambda one: _rarity(one, vocabulary)):
        if finds((*kept, one)):
            kept = (*kept, one)
    return tuple(one for one in known if one in kept)


def _rarity(wanted: Wanted, vocabulary: Vocabulary) -> tuple[bool, int]:
    often = vocabulary.frequency(wanted.word)
    return not often, often  # one known by its stem or as a beginning only is the least sure


def _written_anew(typed: str, stay: set[str], instead: dict[str, tuple[str, ...]]) -> Mended:
    kept: list[str] = []
    without: dict[str, None] = {}
    for place in places_of_words(typed):
        folded = fold(place[0].lower())
        if folded in stay:
            kept.append(place[0])
        elif words := instead.get(folded):
            kept.extend(words)
        elif folded in instead:
            without[place[0]] = None
    return Mended(" ".join(kept), tuple(without))


def _instead_of(
    word: str, vocabulary: Vocabulary, languages: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    if len(word) < SHORTEST_MENDED or any(character.isdigit() for character in word):
        return  # another year or number is another thing
    yield from _parts(word, vocabulary)
    for choose in (_nearest, _ending):
        for one in choose(word, vocabulary, languages):
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


def _ending(word: str, vocabulary: Vocabulary, languages: tuple[str, ...]) -> list[str]:
    """Compounds of which this is the last part."""
    if len(word) < SHORTEST_ENDING:
        return []
    return _likeliest(vocabulary.ending_with(word), vocabulary, languages)


def _nearest(word: str, vocabulary: Vocabulary, languages: tuple[str, ...]) -> list[str]:
    middle = len(word) // 2
    begin, end = word[:middle], word[middle + 1 :]
    candidates = set(vocabulary.beginning_with(begin))
    if len(end) > 1:
        candidates.update(vocabulary.ending_with(end))
    near = {one for one in candidates if is_one_change(word, one)}
    if not near and len(word) >= SHORTEST_WITH_TWO:
        near = {one for one in candidates if changes(word, one, most=2) <= 2}
    return _likeliest(near, vocabulary, languages)


def _likeliest(
    words: Iterable[str], vocabulary: Vocabulary, languages: tuple[str, ...]
) -> list[str]:
    """The most frequent first, but words that only other languages have after all others."""
    known = [
        (is_foreign(word, languages), -often, word)
        for word in words
        if (often := vocabulary.frequency(word))
    ]
    return [word for _, _, word in sorted(known)[:MOST_TRIED]]


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
