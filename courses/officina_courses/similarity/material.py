"""Teaching material as a sketch of fixed size, by which a near-copy of a course is found.

What is compared is what people read: the words of all cells in their order, whatever the language
they are written in, be it prose or code. A sketch holds no text, so it can be kept of a course
whose solutions nobody may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from officina_courses.model import Frozen
from officina_courses.notebooks import Notebook
from officina_courses.similarity.fingerprints import runs, winnowed
from officina_courses.similarity.minhash import resemblance, signature_of

METHOD: Final = 1  # another way to make sketches is another number, and compared with none of it
WORD: Final = re.compile(r"\w+|[^\w\s]")
MOST_WORDS: Final = 200_000  # of one course; a sketch of so many takes about a second
LEAST_PRINTS: Final = 40  # about 140 words; less is shared by chance


class Sketch(Frozen):
    """How many fingerprints some material has, and their MinHash signature."""

    prints: int
    signature: tuple[int, ...]

    def share_in(self, other: Sketch) -> float:
        """About how much of this material the other has, too: 0 to 1."""
        if min(self.prints, other.prints) < LEAST_PRINTS:
            return 0.0
        alike = resemblance(self.signature, other.signature)
        shared = alike / (1 + alike) * (self.prints + other.prints)
        return min(1.0, shared / self.prints)


def sketch_of(notebooks: Iterable[Notebook]) -> Sketch:
    """The sketch of all their cells together; what is longer than any course is left out."""
    prints: set[int] = set()
    left = MOST_WORDS
    for notebook in notebooks:
        for cell in notebook.cells:
            words = [found.group() for found in islice(WORD.finditer(cell.source.lower()), left)]
            left -= len(words)
            prints |= winnowed(runs(words))
    return Sketch(prints=len(prints), signature=signature_of(prints))
