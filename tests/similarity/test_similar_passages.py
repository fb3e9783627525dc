"""The passages that two solutions share: found, in place, and nothing twice."""

from __future__ import annotations

import random

from similar_corpus import copy_of, long_alone, long_release, notebook

from officina_courses.similarity.comparing import compare
from officina_courses.similarity.passages import Passage, Span
from officina_courses.similarity.solution import Solution, own_code


def solved(cells: dict[str, str]) -> Solution:
    return own_code({"work.ipynb": long_release()}, {"work.ipynb": notebook(cells)})


def lines_of(solution: Solution, span: Span) -> list[str]:
    cell = next(cell for cell in solution.cells if cell.number == span.cell)
    return list(cell.lines[span.first : span.last + 1])


def copied(disguise: str) -> tuple[Solution, Solution, tuple[Passage, ...]]:
    dice = random.Random(11)
    mine = long_alone(dice)
    one, other = solved(mine), solved(copy_of(mine, disguise, dice))
    pair = compare({"ada": one, "bob": other}).pairs[0]
    return one, other, pair.passages


def test_passages_of_moved_cells_lead_to_where_they_are_now() -> None:
    one, other, passages = copied("reordered")

    assert passages
    for passage in passages:
        assert lines_of(one, passage.one) == lines_of(other, passage.other)
        assert passage.one.cell + passage.other.cell == 6


def test_no_line_of_the_other_is_used_for_far_apart_passages() -> None:
    _, _, passages = copied("dead code")
    starts = [(each.other.cell, each.other.first) for each in passages]

    assert len(starts) == len(set(starts))


def test_lines_that_the_release_gave_are_not_the_learners() -> None:
    cells = solved(long_alone(random.Random(2))).cells
    pairs = [pair for cell in cells for pair in zip(cell.lines, cell.is_given, strict=True)]
    given = [line for line, is_given in pairs if is_given and line.startswith("def ")]

    assert len(given) == 5
