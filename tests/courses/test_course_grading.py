"""What ``course.toml`` says of grading, read and written again."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from officina_courses.manifest import course_toml
from officina_courses.model import Course

TEA: dict[str, Any] = {
    "id": "tea",
    "title": "Tea",
    "version": "1.0.0",
    "summary": "From leaf to cup.",
    "minutes": 30,
    "licence": "CC-BY-4.0",
    "exercises": [{"id": "leaf", "title": "The leaf"}],
}


def test_differences_are_shown_where_nothing_is_said() -> None:
    assert Course.model_validate(TEA).grading.show_differences


def test_a_trainer_forbids_differences() -> None:
    course = Course.model_validate(TEA | {"grading": {"show_differences": False}})
    written = tomllib.loads(course_toml(course))
    assert written["grading"] == {"show_differences": False}
    assert Course.model_validate(written) == course


def test_a_key_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        Course.model_validate(TEA | {"grading": {"show_diferences": False}})
