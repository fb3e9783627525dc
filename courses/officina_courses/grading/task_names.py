"""What learners call a graded cell: the Markdown heading above the cell that they answered in.

A test stands for the nearest answer above it, so a heading between the two changes nothing where
it is a deeper one, such as "Check it"; one as high as the answer's own begins something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from markdown_it import MarkdownIt

from officina_courses.marks import TaskName

Role = Literal["answer", "test", "task"]
LONGEST: Final = 200  # characters of a heading


class Row(NamedTuple):
    """One cell of the released notebook; ``role`` and ``grade_id`` only where it is graded."""

    is_text: bool
    source: str
    grade_id: str = ""
    role: Role | None = None
    is_marked: bool = False


class Heading(NamedTuple):
    """A heading in plain text; the first level is the highest."""

    level: int
    text: str


def task_names(rows: Iterable[Row]) -> dict[str, TaskName]:
    """The names of the marked cells, in the notebook's order; those below no heading have none.

    Several cells below the same words are counted, so that each has a name of its own.
    """
    found = [(row.grade_id, heading) for row, heading in _headed(rows) if row.is_marked and heading]
    counts = Counter(heading.text for _, heading in found)
    so_far: Counter[str] = Counter()
    names = {}
    for grade_id, heading in found:
        so_far[heading.text] += 1
        names[grade_id] = TaskName(
            heading=heading.text, number=so_far[heading.text], count=counts[heading.text]
        )
    return names


def headings(markdown: str) -> Iterator[Heading]:
    """The headings of a text, without those in quotes, lists and examples of code."""
    tokens = _blocks().parse(markdown)
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0:
            text = _plain(content.content)
            if text:
                yield Heading(int(opening.tag[1]), text)


def _headed(rows: Iterable[Row]) -> Iterator[tuple[Row, Heading | None]]:
    above: Heading | None = None
    answered: Heading | None = None
    for row in rows:
        own = list(headings(row.source)) if row.is_text and row.role != "answer" else []
        for heading in own:
            above = heading
            if answered is not None and heading.level <= answered.level:
                answered = None
        if row.role == "answer":
            answered = above
        if row.role == "task":
            yield row, own[0] if own else above
        elif row.role is not None:
            yield row, (answered or above) if row.role == "test" else above


def _plain(inline: str) -> str:
    (token,) = _inline().parseInline(inline)
    words = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
        if child.type != "html_inline"
    )
    text = " ".join("".join(words).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


@lru_cache(maxsize=1)
def _blocks() -> MarkdownIt:
    # What is inside of paragraphs is not looked at: only headings are, and there are few.
    return MarkdownIt("commonmark").disable("inline")


@lru_cache(maxsize=1)
def _inline() -> MarkdownIt:
    return MarkdownIt("commonmark")
