"""``officina course translate``: what a translator sees at a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest


@pytest.fixture
def course(officina, tmp_path) -> Path:
    folder = tmp_path / "gpu-basics"
    assert officina("course", "new", folder, "--author", "Ada").exit_code == 0
    return folder


def test_an_overlay_is_made_and_counted(officina, course):
    result = officina("course", "translate", course, "de")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("translations/de/course.po: 0 of ")
    assert lines[-1].startswith("de: 0 of ")
    assert (course / "translations/de/course.po").is_file()


def test_what_is_translated_is_told_by_translate_and_by_check(officina, course):
    officina("course", "translate", course, "de")
    path = course / "translations/de/course.po"
    file = polib.pofile(str(path))
    next(entry for entry in file if entry.msgctxt == "title").msgstr = "GPUs von Grund auf"
    file.save(str(path))
    told = json.loads(officina("course", "translate", course, "de", "--json").stdout)
    assert [each["translated"] for each in told["files"] if each["path"].endswith("course.po")] == [
        1
    ]
    assert "de: 1 of " in officina("course", "check", course).stdout


def test_no_language_is_refused_with_an_example(officina, course):
    result = officina("course", "translate", course, "german!")
    assert result.exit_code != 0
    assert "pt-BR" in str(result.output) + str(result.exception)
    assert not (course / "translations").exists()
