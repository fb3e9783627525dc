"""Two similar solutions side by side, with the passages that both have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from officina_courses.similarity.passages import Span
from officina_courses.similarity.request import Request, Work, read_notebooks
from officina_courses.similarity.solution import Solution, own_code
from officina_hub.portal.errors import NotFound
from officina_hub.portal.pages.similar import SimilarHandler
from officina_hub.portal.similarity import request_of
from officina_hub.portal.store.similar_material import SimilarWork, material
from officina_hub.portal.store.similarity import (
    NO_SUCH_PAIR,
    SimilarPair,
    find_pair,
    look_again,
    look_at,
)

LONGEST_NOTE: Final = 500


class Line(NamedTuple):
    """One line of code; its ``passage`` is counted from 1, and 0 outside of all."""

    text: str
    passage: int
    begins: bool


class Block(NamedTuple):
    """One cell."""

    notebook: str
    number: int
    lines: tuple[Line, ...]


class Half(NamedTuple):
    """One of the two: whose, how much of it is in the other, and its code."""

    side: str
    work: SimilarWork
    share: float
    blocks: tuple[Block, ...]


def blocks_of(solution: Solution, spans: Iterable[Span]) -> tuple[Block, ...]:
    """The code with its passages marked; where two touch, a line belongs to the first."""
    passage_of: dict[tuple[str, int, int], int] = {}
    begins: set[tuple[str, int, int]] = set()
    for number, span in enumerate(spans, 1):
        places = [(span.notebook, span.cell, line) for line in range(span.first, span.last + 1)]
        mine = [place for place in places if passage_of.setdefault(place, number) == number]
        begins.update(mine[:1])
    return tuple(
        Block(
            cell.notebook,
            cell.number,
            tuple(
                Line(text, passage_of.get(place, 0), place in begins)
                for place, text in (
                    ((cell.notebook, cell.number, line), text)
                    for line, text in enumerate(cell.lines)
                )
            ),
        )
        for cell in solution.cells
    )


def halves(pair: SimilarPair, request: Request) -> tuple[Half, Half]:
    """Both, read anew from what was handed in."""
    works = {work.name: work for work in request.works}
    released = read_notebooks(request.released)

    def half(side: str, work: SimilarWork, share: float, spans: Iterable[Span]) -> Half:
        handed_in = works.get(work.submission_id, Work(name=work.submission_id, notebooks=()))
        solution = own_code(released, read_notebooks(handed_in.notebooks))
        return Half(side, work, share, blocks_of(solution, spans))

    return (
        half("one", pair.one, pair.one_in_other, [each.one for each in pair.passages]),
        half("other", pair.other, pair.other_in_one, [each.other for each in pair.passages]),
    )


class SimilarPairHandler(SimilarHandler):
    """One pair, and what a trainer says to it."""

    async def get(self, course_id: str, exercise_id: str, one: str, other: str) -> None:
        named = await self.named(course_id, exercise_id)
        pair = await self.portal.read(find_pair, course_id, exercise_id, one, other)
        now = await self.portal.read(material, course_id, exercise_id)
        shown = await self.portal.work(halves, pair, request_of(self.portal, now))
        if not all(half.blocks for half in shown):
            raise NotFound("no-such-pair", NO_SUCH_PAIR.format(exercise_id=exercise_id))
        self.render_page("similar_pair.html", pair=pair, halves=shown, **named)

    async def post(self, course_id: str, exercise_id: str, one: str, other: str) -> None:
        pair = await self.portal.read(find_pair, course_id, exercise_id, one, other)
        if self.get_body_argument("again", ""):
            await self.portal.write(look_again, course_id, exercise_id, pair, self.act())
            self.flash(self.t.gettext("The pair is open again."))
        else:
            text = self.get_body_argument("text", "")[:LONGEST_NOTE]
            await self.portal.write(look_at, course_id, exercise_id, pair, text, self.act())
            self.flash(self.t.gettext("Kept that you looked at this pair and found nothing amiss."))
        self.go(f"courses/{course_id}/teach/exercises/{exercise_id}/similar")
