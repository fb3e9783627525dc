"""What beginners get wrong loses its points and no others; what they get right keeps them all.

The tables are ``wrong_answers/*.toml`` and ``right_answers/*.toml``, one file for each exercise.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomlkit

HERE = Path(__file__).parent


def answers(kind: str) -> list[Any]:
    """Every answer of a table as a test parameter that bears its own description."""
    return [
        pytest.param(file.stem, answer, id=f"{file.stem}-{answer['cell']}-{answer['why']}")
        for file in sorted((HERE / f"{kind}_answers").glob("*.toml"))
        for answer in tomlkit.parse(file.read_text("utf-8")).unwrap()[kind]
    ]


@pytest.mark.parametrize(("exercise", "answer"), answers("wrong"))
def test_a_wrong_answer_loses_its_points_and_no_others(
    play: Any, source: Any, exercise: str, answer: dict[str, Any]
) -> None:
    played = play(source, exercise, {answer["cell"]: answer["code"]})
    assert sorted(played.failed) == answer["loses"]


@pytest.mark.parametrize(("exercise", "answer"), answers("right"))
def test_another_right_answer_keeps_all_points(
    play: Any, source: Any, exercise: str, answer: dict[str, Any]
) -> None:
    played = play(source, exercise, {answer["cell"]: answer["code"]})
    assert played.failed == {}


def test_every_graded_cell_is_lost_by_some_wrong_answer(source: Any) -> None:
    table = [parameter.values for parameter in answers("wrong")]
    for exercise in (folder.name for folder in source.folder.iterdir()):
        lost = {cell for name, answer in table if name == exercise for cell in answer["loses"]}
        assert lost == {cell.id for cell in source.cells_that("grade", exercise)}


def test_every_solution_has_another_right_answer(source: Any) -> None:
    table = [parameter.values for parameter in answers("right")]
    for exercise in (folder.name for folder in source.folder.iterdir()):
        other = {answer["cell"] for name, answer in table if name == exercise}
        assert other == {cell.id for cell in source.cells_that("solution", exercise)}
