"""What a graded cell is called: by the heading above the answer that it stands for."""

from __future__ import annotations

import pytest

from officina_courses.grading.task_names import Row, headings, task_names
from officina_courses.marks import TaskName

ANSWER = Row(is_text=False, source="def mean(x): ...", grade_id="mean", role="answer")


def text(source: str) -> Row:
    return Row(is_text=True, source=source)


def check(name: str) -> Row:
    return Row(is_text=False, source="", grade_id=name, role="test", is_marked=True)


def called(*rows: Row) -> dict[str, str]:
    return {name: task.heading for name, task in task_names(rows).items()}


def test_a_test_is_called_as_its_answer_is_headed() -> None:
    rows = (text("# Numbers"), text("## Task 1: the mean"), ANSWER, check("mean-test"))
    assert called(*rows) == {"mean-test": "Task 1: the mean"}


def test_a_deeper_heading_between_them_changes_nothing() -> None:
    rows = (text("## Task 1"), ANSWER, text("### Check it"), check("mean-test"))
    assert called(*rows) == {"mean-test": "Task 1"}


@pytest.mark.parametrize("heading", ["## Look at the data", "# Look at the data"])
def test_a_heading_as_high_as_the_answers_begins_something_else(heading: str) -> None:
    rows = (text("## Task 1"), ANSWER, text(heading), check("data-test"))
    assert called(*rows) == {"data-test": "Look at the data"}


def test_several_cells_below_one_heading_are_numbered() -> None:
    essay = Row(is_text=True, source="", grade_id="essay", role="answer", is_marked=True)
    rows = (
        text("## Task 1"),
        ANSWER,
        check("easy"),
        check("hard"),
        essay,
        text("## 2"),
        check("t"),
    )
    assert task_names(rows) == {
        "easy": TaskName(heading="Task 1", number=1, count=3),
        "hard": TaskName(heading="Task 1", number=2, count=3),
        "essay": TaskName(heading="Task 1", number=3, count=3),
        "t": TaskName(heading="2"),
    }


def test_tasks_that_are_headed_alike_are_told_apart() -> None:
    rows = (text("## Your turn"), check("one"), text("## Your turn"), check("two"))
    assert [task.number for task in task_names(rows).values()] == [1, 2]


def test_a_task_is_called_by_its_own_heading_and_an_answer_is_not() -> None:
    task = Row(True, "## Draw it\nwith axes", "drawing", "task", is_marked=True)
    essay = Row(True, "# My own heading", "essay", "answer", is_marked=True)
    rows = (text("## Think"), essay, task, check("after"))
    assert called(*rows) == {"essay": "Think", "drawing": "Draw it", "after": "Draw it"}


def test_where_nothing_is_headed_there_is_no_name() -> None:
    assert called(text("Only words."), ANSWER, check("t")) == {}


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("## Task: *the* **mean** of `x`", ["Task: the mean of x"]),
        ("## See [the guide](https://a.org) <b>now</b> ##", ["See the guide now"]),
        ("## ![a lamp](lamp.png) &amp; more", ["a lamp & more"]),
        ("Under\nlined\n---", ["Under lined"]),
        ("```\n# a comment\n```\n> # quoted\n\n- # listed", []),
        ("##\n\n# Empty above", ["Empty above"]),
    ],
)
def test_headings_are_told_in_plain_text(markdown: str, plain: list[str]) -> None:
    assert [heading.text for heading in headings(markdown)] == plain


def test_a_heading_without_end_is_cut() -> None:
    (heading,) = headings(f"# {'very ' * 100}long")
    assert len(heading.text) <= 200
    assert heading.text.endswith("very…")
