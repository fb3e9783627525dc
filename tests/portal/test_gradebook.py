"""The table of marks, and its CSV, which no spreadsheet may take for a program."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_house import House

from officina_hub.portal.store.gradebook import Gradebook, GradebookRow, as_csv

LEARNERS = ("=HYPERLINK(1)", "+1", "-1", "@sum", "\tx", "\rx", 'a"b,c', "ada\nbob")


def book_of(*users: str) -> Gradebook:
    rows = tuple(GradebookRow(user=user, cells=(), score=0) for user in users)
    return Gradebook(course_id="tea", exercises=(), max_score=0, rows=rows)


@pytest.mark.parametrize("user", LEARNERS)
def test_no_cell_is_a_formula(user: str) -> None:
    cell = list(csv.reader(io.StringIO(as_csv(book_of(user)), newline="")))[1][0]

    assert cell[0] not in "=+-@\t\r"
    assert cell.removeprefix("'") == user


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_every_name_comes_back_from_the_csv(user: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(book_of(user)), newline="")))

    assert len(rows) == 2
    assert rows[1][0] in {user, "'" + user}


async def test_the_table_has_all_learners_and_their_latest_work(house: House) -> None:
    await house.enrol("bob")
    await house.submit("ada", {"leaf.ipynb": b"1"})
    await house.submit("ada", {"leaf.ipynb": b"2"})
    house.clock.turn(hours=2)
    await house.submit("ada", {"cup.ipynb": b"1"}, "cup")

    book = (await house.ask("GET", "courses/tea/gradebook", "tina")).json
    assert [row["user"] for row in book["rows"]] == ["ada", "bob"]
    assert [cell["attempt"] for cell in book["rows"][0]["cells"]] == [2, 1]
    answer = await house.ask("GET", "courses/tea/gradebook.csv", "tina")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "user,leaf (of 10),leaf state,cup (of 10),cup state,sum (of 20)"
    assert lines[1] == 'ada,,queued,,"queued, late",0'
    assert lines[2] == "bob,,not submitted,,not submitted,0"


async def test_work_of_somebody_who_left_stays_in_the_table(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})
    await house.ask("DELETE", "courses/tea/enrolment", "ada")

    book = (await house.ask("GET", "courses/tea/gradebook", "course-tea")).json
    assert [row["user"] for row in book["rows"]] == ["ada"]
