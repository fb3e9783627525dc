"""What is told of shipped courses whose software is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_hub import chosen_courses
from officina_hub.data_folder import DataFolder
from officina_hub.factory import Factory
from officina_hub.up import unbuilt_courses

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(autouse=True)
def _one_with_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = (DATA / "course-with-packages", DATA.parents[1] / "courses" / "first-steps")
    monkeypatch.setattr(chosen_courses, "shipped_courses", lambda: folders)


def test_the_command_that_installs_it_is_told(tmp_path: Path) -> None:
    note = unbuilt_courses.unbuilt_note(Factory(), DataFolder(tmp_path))
    assert note.startswith("course-with-packages need software")
    folder = DATA / "course-with-packages"
    command = f"officina course environment build {folder} --into {tmp_path / 'environments'}"
    assert note.endswith(command)


def test_of_courses_that_are_not_chosen_nothing_is_told(tmp_path: Path) -> None:
    factory = Factory.model_validate({"portal": {"shipped_courses": ["first-steps"]}})
    assert unbuilt_courses.unbuilt_note(factory, DataFolder(tmp_path)) == ""
