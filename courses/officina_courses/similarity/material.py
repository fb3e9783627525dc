"""Teaching material as a sketch of fixed size, by which a near-copy of a course is found.

What is compared is what people read: the words of all cells in their order, whatever the language
they are written in, be it prose or code. A sketch holds no text, so it can be kept of a course
whose solutions nobody may see. What every new course begins with is no sign of a copy, so it does
not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache
from itertools import islice
from typing import Annotated, Final

from pydantic import Field

from officina_courses.course_files import SOURCE
from officina_courses.model import Frozen
from officina_courses.notebooks import Notebook
from officina_courses.scaffold_notebook import cells_of_first_exercise
from officina_courses.similarity.fingerprints import runs, winnowed
from officina_courses.similarity.minhash import count_of, equal_places, signature_of

METHOD: Final = 1  # another way to make sketches is another number, and compared with none of it
WORD: Final = re.compile(r"\w+|[^\w\s]")
MOST_WORDS: Final = 200_000  # of one course; a sketch of so many takes about a second
MOST_NOTEBOOKS: Final = 60  # with a sketch of their own; each is compared with each
NOTEBOOK: Final = ".ipynb"
LARGEST_NOTEBOOK: Final = 20 << 20  # bytes; beyond it there are pictures, not words
LEAST_PRINTS: Final = 40  # about 140 words; less is shared by chance
LEAST_EQUAL: Final = 4  # of 120 places; one alone would make much of a small course in a large one
MOST_OFF: Final = 2.0  # times; a signature tells how many there are within a tenth


class Sketch(Frozen):
    """How many fingerprints some material has, and their MinHash signature."""

    prints: int
    signature: tuple[int, ...]

    @property
    def is_sound(self) -> bool:
        """Whether there can be as many fingerprints as it says; a stranger may say anything."""
        about = count_of(self.signature)
        return about / MOST_OFF <= self.prints <= about * MOST_OFF

    def share_in(self, other: Sketch) -> float:
        """About how much of this material the other has, too: 0 to 1."""
        equal = equal_places(self.signature, other.signature)
        if equal < LEAST_EQUAL or min(self.prints, other.prints) < LEAST_PRINTS:
            return 0.0
        alike = equal / len(self.signature)
        shared = alike / (1 + alike) * (self.prints + other.prints)
        return min(1.0, shared / self.prints)


class NotebookSketch(Frozen):
    """One notebook's, by its path below the course folder."""

    path: str
    sketch: Sketch


class CourseSketch(Frozen):
    """Of all cells together, and of each notebook: one that was taken out is little of all."""

    whole: Sketch
    notebooks: Annotated[tuple[NotebookSketch, ...], Field(max_length=MOST_NOTEBOOKS)] = ()


def is_material(path: str, size: int) -> bool:
    """Whether a course's file of so many bytes is a notebook that counts for its sketch."""
    is_notebook = path.startswith(f"{SOURCE}/") and path.endswith(NOTEBOOK)
    return is_notebook and size <= LARGEST_NOTEBOOK


def sketch_of(notebooks: Iterable[tuple[str, Notebook]]) -> CourseSketch:
    """The sketches of notebooks by their paths; what is longer than any course is left out."""
    whole: set[int] = set()
    each: list[NotebookSketch] = []
    left = MOST_WORDS
    for path, notebook in notebooks:
        prints: set[int] = set()
        for cell in notebook.cells:
            words = _words(cell.source, left)
            left -= len(words)
            prints |= winnowed(runs(words)) - _begun_with()
        whole |= prints
        if len(prints) >= LEAST_PRINTS and len(each) < MOST_NOTEBOOKS:
            each.append(NotebookSketch(path=path, sketch=_sketch(prints)))
    return CourseSketch(whole=_sketch(whole), notebooks=tuple(each))


def _words(text: str, most: int) -> list[str]:
    return [found.group() for found in islice(WORD.finditer(text.lower()), most)]


@cache
def _begun_with() -> frozenset[int]:
    """All runs of what a new course has; which of them are fingerprints an edit beside changes."""
    return frozenset(
        each for text in cells_of_first_exercise() for each in runs(_words(text, MOST_WORDS))
    )


def _sketch(prints: Set[int]) -> Sketch:
    return Sketch(prints=len(prints), signature=signature_of(prints))
