"""Hints of a test: read from the trainer's version, shown where the test did not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import RIGHT, WRONG, Classroom, code, named

from officina_courses.grading.hidden import has_hidden_code
from officina_courses.grading.hints import hints_in
from officina_courses.release import prepare_exercise

HINT = "Two times zero is zero."
TEST = f"assert double(0) == 0\n### BEGIN HIDDEN TESTS\n# HINT: {HINT}\n### END HIDDEN TESTS"
ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("# HINT: look", ("look",)),
        ("x = 1\n  ## HINT:   look \n#HINT: again", ("look", "again")),
        ("# HINT:", ()),
        ("x = 1  # HINT: behind code is a comment", ()),
        ("# A HINT: no", ()),
    ],
)
def test_a_hint_is_a_comment_line(source: str, found: tuple[str, ...]) -> None:
    assert hints_in(source) == found


def test_a_hidden_region_of_hints_hides_no_test() -> None:
    assert not has_hidden_code(TEST)
    assert has_hidden_code(TEST.replace("# HINT: ", "x = 1  # "))


@pytest.mark.sandbox
def test_who_failed_reads_the_hint_and_a_changed_copy_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    room.write_source(
        "doubling",
        [
            code(ANSWER, grade_id="double", solution=True),
            code(TEST, grade_id="t", grade=True, locked=True, points=1),
        ],
    )
    prepare_exercise(home, "doubling")
    assert HINT not in (home / "release/doubling/tasks.ipynb").read_text()

    def edit(cells: list[dict[str, object]]) -> None:
        named(cells, "double")["source"] = WRONG
        named(cells, "t")["source"] = "# HINT: all is well\nassert True"

    failed = room.grade("ada", room.hand_in("ada", edit)).feedback[0].html
    assert HINT in failed
    assert "all is well" not in failed
    assert "<dt>" in failed
    assert "&#39;no&#39;" in failed
    assert HINT not in room.solve("bo", RIGHT).feedback[0].html
