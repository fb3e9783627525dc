"""What shipped courses show where they are made goes with them, and fits their notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_courses.brought_outputs import read_outputs
from officina_courses.checks.outputs import check_outputs
from officina_courses.checks.subject import read_subject
from officina_courses.shipped import shipped_courses

USUAL = "smoke"  # what a proof runs with first
# Their cells tell times, memory and what a training came to: little of them is the same twice.
WITHOUT = frozenset({"fine-tuning", "gpu-prototyping"})


@pytest.mark.parametrize(
    "folder",
    [folder for folder in shipped_courses() if folder.name not in WITHOUT],
    ids=lambda folder: folder.name,
)
def test_a_shipped_course_brings_outputs_of_the_notebooks_that_it_has(folder: Path) -> None:
    brought = read_outputs(folder)
    assert brought is not None, "officina course check FOLDER --gates --outputs makes it"
    assert brought.profile == USUAL
    subject = read_subject(folder)
    assert {path for path, _ in subject.notebooks()} == brought.notebooks.keys()
    assert [finding.message for finding in check_outputs(subject)] == []
    assert all(any(known.cells.values()) for known in brought.notebooks.values())
