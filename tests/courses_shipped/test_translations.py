"""The shipped courses that are there in German are so wholly, and up to date."""

from __future__ import annotations

import pytest

from officina_courses.check import check_course
from officina_courses.checks.subject import read_subject
from officina_courses.checks.translations import check_overlays
from officina_courses.shipped import shipped_courses

FOLDERS = {folder.name: folder for folder in shipped_courses()}
IN_GERMAN = {"first-steps": 100, "sector-energy": 30}  # at least so many texts


def test_no_other_course_has_a_translation_that_nothing_looks_at() -> None:
    translated = {name for name, folder in FOLDERS.items() if (folder / "translations").is_dir()}
    assert translated == IN_GERMAN.keys()


@pytest.mark.parametrize("name", IN_GERMAN)
def test_all_of_it_is_there_in_german(name: str) -> None:
    [german] = check_course(FOLDERS[name]).translations
    assert german.language == "de"
    assert german.translated == german.texts > IN_GERMAN[name]
    assert [one.message for one in check_overlays(read_subject(FOLDERS[name]))] == []
