"""The LICENSE of every shipped course: its own title, CC-BY-4.0 for text, BSD-3-Clause for code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses

# What scikit-learn ships of others, by the function that loads it.
DATASETS = {
    "load_breast_cancer": "Breast Cancer Wisconsin (Diagnostic)",
    "load_digits": "Optical Recognition of Handwritten Digits",
    "load_wine": "Wine",
}


@pytest.mark.parametrize("folder", shipped_courses(), ids=lambda folder: folder.name)
def test_text_and_code_of_a_shipped_course_have_their_licences(folder: Path) -> None:
    course = load_course(folder)
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
    texts, code = licence.split("\nCode in the notebooks\n")
    assert licence.splitlines()[0] == course.title
    assert course.licence == "CC-BY-4.0"
    assert "(CC-BY-4.0)" in texts
    assert "BSD-3-Clause" in code
    assert not re.search(r"\bMIT\b", code)


@pytest.mark.parametrize("folder", shipped_courses(), ids=lambda folder: folder.name)
def test_the_licence_of_a_shipped_course_names_the_datasets_that_it_loads(folder: Path) -> None:
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("source/*/*.py"))
    loaded = set(re.findall(r"\bload_(?:[a-z]+_)*[a-z]+(?=\()", sources)) & set(DATASETS)
    named = {loader for loader, title in DATASETS.items() if title in licence}
    assert named == loaded
