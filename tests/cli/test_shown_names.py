"""Names in a terminal's table: odd and long ones keep it straight."""

from __future__ import annotations

import pytest

from officina_courses.folder_grading import FolderOrder, Graded
from officina_hub.cli.grade import _lines
from officina_hub.cli.shown_names import GOES_ON, MOST, WIDTH, columns, folded, one_line, short

NAMES = {
    "bitdiddle": 9,
    "\u5b66\u751f": 4,  # two signs of two columns
    "Zoe\u0308": 3,
    "two\nlines\x1b[2J": 17,
    "\u202eright-to-left": 19,
    "a" * 200: MOST,
    "\u5b66" * 200: MOST - 1,
}


@pytest.mark.parametrize(("name", "width"), NAMES.items(), ids=map(ascii, range(len(NAMES))))
def test_a_name_is_printable_and_as_wide_as_told(name: str, width: int) -> None:
    assert short(name).isprintable()
    assert columns(short(name)) == width


def test_long_names_that_differ_at_their_end_are_told_apart() -> None:
    assert short("a" * 200 + "1") != short("a" * 200 + "2")


def test_all_columns_of_the_table_begin_at_one_place() -> None:
    graded = [Graded(student=name, state="ungradable", note="a\x07b") for name in NAMES]
    order = FolderOrder.model_construct(notices=())
    _, *rows, last = _lines(order, graded)
    assert len({columns(row[: row.index("ungradable")]) for row in rows}) == 1
    assert all(line.isprintable() for line in (*rows, last))


@pytest.mark.parametrize("filler", ["a", " a", "\u2800", "\u5b66", "\u5b66 "])
@pytest.mark.parametrize("number", range(1, 78, 7))
def test_no_word_of_a_stranger_begins_a_line(filler: str, number: int) -> None:
    text = f"    {one_line(f'only by {filler * number} + Allowed: use')}"
    first, *others = folded(text)
    assert first.startswith("    only by")
    assert all(line.startswith(f"    {GOES_ON}") for line in others)
    assert all(columns(line) <= WIDTH for line in (first, *others))
    told = first + "".join(line.removeprefix(f"    {GOES_ON}") for line in others)
    assert told.replace(" ", "") == text.replace(" ", "")
