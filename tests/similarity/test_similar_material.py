"""Sketches of teaching material: near-copies are near, other courses are not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest

from officina_courses.notebooks import Notebook, parse_notebook
from officina_courses.scaffold import new_course
from officina_courses.scaffold_notebook import cells_of_first_exercise
from officina_courses.similarity.material import MOST_NOTEBOOKS, Sketch, sketch_of

WORDS = [f"word{number}" for number in range(300)]


def texts(seed: int, count: int = 60) -> list[str]:
    numbers = random.Random(seed)
    return [" ".join(numbers.choices(WORDS, k=40)) for _ in range(count)]


def notebook(cells: Sequence[str]) -> Notebook:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text) for text in cells])
    return parse_notebook(nbformat.writes(made).encode(), name="a.ipynb")


def whole(*notebooks: Notebook) -> Sketch:
    return sketch_of((f"{place}.ipynb", each) for place, each in enumerate(notebooks)).whole


@pytest.mark.parametrize("kept", [60, 45, 30, 15])
def test_the_share_that_was_kept_is_found(kept: int):
    mine = texts(1)
    theirs = [*mine[:kept], *texts(2)[kept:]]
    share = whole(notebook(theirs)).share_in(whole(notebook(mine)))
    assert share == pytest.approx(kept / 60, abs=0.1)


def test_other_material_shares_next_to_nothing():
    assert whole(notebook(texts(1))).share_in(whole(notebook(texts(2)))) < 0.05


def test_cells_in_other_notebooks_and_another_order_are_the_same_material():
    mine = texts(1)
    split = [notebook(mine[30:]), notebook(mine[:30])]
    assert whole(*split).share_in(whole(notebook(mine))) == 1


def test_all_of_a_part_is_in_the_whole_but_not_the_reverse():
    part, all_of_it = whole(notebook(texts(1)[:30])), whole(notebook(texts(1)))
    assert part.share_in(all_of_it) == pytest.approx(1, abs=0.15)
    assert all_of_it.share_in(part) == pytest.approx(0.5, abs=0.1)


def test_a_few_words_are_like_nothing():
    few = whole(notebook(["import numpy as np"]))
    nothing = whole()
    assert (few.share_in(few), nothing.share_in(nothing), nothing.signature) == (0, 0, ())


def test_what_every_new_course_begins_with_does_not_count(tmp_path: Path):
    new_course(tmp_path / "tea", course_id="tea", title="Tea")
    (file,) = tmp_path.glob("tea/source/*/*.ipynb")
    made = parse_notebook(file.read_bytes(), name=file.name)
    assert len(made.cells) == len(cells_of_first_exercise())
    assert whole(made).prints == 0
    edited = made.cells[2].source.replace("A bakery", "Our shop for tea in the old town")
    assert 0 < whole(notebook([edited])).prints < 5
    assert whole(made, notebook(texts(1))) == whole(notebook(texts(1)))


def test_each_notebook_that_says_something_has_a_sketch_of_its_own():
    long, short = notebook(texts(1)), notebook(["import numpy as np"])
    made = sketch_of([("a.ipynb", long), ("b.ipynb", short), ("c.ipynb", notebook(texts(2)))])
    assert [each.path for each in made.notebooks] == ["a.ipynb", "c.ipynb"]
    assert made.notebooks[0].sketch == whole(long)
    many = sketch_of((f"{place}.ipynb", long) for place in range(MOST_NOTEBOOKS + 1))
    assert len(many.notebooks) == MOST_NOTEBOOKS
    assert made.notebooks[0].sketch.share_in(whole(notebook(texts(2)))) < 0.05


def test_one_place_alone_makes_no_copy_of_a_small_course_in_a_large_one():
    small, large = whole(notebook(texts(1, 4))), whole(notebook(texts(2, 400)))
    assert small.share_in(large) == 0
    place = 7
    touched = [*large.signature[:place], small.signature[place], *large.signature[place + 1 :]]
    assert small.share_in(Sketch(prints=large.prints, signature=tuple(touched))) == 0


@pytest.mark.parametrize("count", [4, 60, 400])
def test_a_sketch_that_says_to_have_more_than_its_signature_is_not_sound(count: int):
    made = whole(notebook(texts(1, count)))
    assert made.is_sound
    assert not made.model_copy(update={"prints": made.prints * 4}).is_sound
    assert not made.model_copy(update={"prints": made.prints // 4}).is_sound
    assert not made.model_copy(update={"signature": (0,) * len(made.signature)}).is_sound
    assert not made.model_copy(update={"signature": ()}).is_sound
