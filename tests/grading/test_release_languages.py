"""Learners' versions in further languages: no answer in them, and the same marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polib
import pytest
from grading_classroom import RIGHT, TASKS, Classroom, named, scores

from officina_courses.grading.errors import ReleaseLeaks
from officina_courses.grading.request import GradeOutcome
from officina_courses.loader import load_course
from officina_courses.marks import CellMark
from officina_courses.release import prepare_exercise
from officina_courses.translations.folder import translate_course
from officina_courses.translations.places import folder_of
from officina_courses.translations.release import release_descriptions, release_languages

COURSE_TOML = """\
id = "demo"
title = "A demo"
version = "1.0.0"
summary = "Shows a course."
minutes = 30
licence = "CC-BY-4.0"

[[exercises]]
id = "doubling"
title = "Doubling"
"""
PO = "translations/de/doubling/tasks.po"


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    """A course home whose exercise is prepared, with an empty overlay."""
    home = tmp_path / "home"
    home.mkdir()
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    (home / "course.toml").write_text(COURSE_TOML)
    prepare_exercise(home, "doubling")
    translate_course(home, "de")
    return room


def fill(home: Path, texts: dict[str, str]) -> None:
    file = polib.pofile(str(home / PO))
    for entry in file:
        entry.msgstr = texts.get(entry.msgctxt, "")
    file.save(str(home / PO))


def german(home: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(
        (home / "release" / folder_of("de") / "doubling/tasks.ipynb").read_text()
    )
    return read


def test_a_language_without_any_translation_is_not_released(room: Classroom) -> None:
    assert release_languages(room.home, room.home / "release", "doubling") == ()
    assert not (room.home / "release/@de").exists()


def marks(outcome: GradeOutcome) -> list[CellMark]:
    """Each cell's mark, with all that was noted of it, but not how long it took."""
    assert outcome.grade is not None
    books = outcome.grade.notebooks
    return [cell.model_copy(update={"seconds": None}) for book in books for cell in book.cells]


def test_a_notebook_in_another_language_gets_the_same_marks(room: Classroom) -> None:
    fill(room.home, {"cell-0": "# Verdoppeln", "cell-6": "Zeichnen Sie es."})
    assert release_languages(room.home, room.home / "release", "doubling") == ("de",)
    texts = ["".join(cell["source"]) for cell in german(room.home)["cells"]]
    assert texts[0] == "# Verdoppeln"
    assert texts[-1] == "Zeichnen Sie es."

    def in_german(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        made = [{**cell, "source": "".join(cell["source"])} for cell in german(room.home)["cells"]]
        assert [cell["id"] for cell in made] == [cell["id"] for cell in cells]
        named(made, "double")["source"] = RIGHT
        return made

    own = room.solve("ada")
    folder = room.hand_in("ben", in_german)
    handed = json.loads((folder / "tasks.ipynb").read_text())
    (folder / "tasks.ipynb").write_text(
        json.dumps({**handed, "metadata": german(room.home)["metadata"]})
    )
    other = room.grade("ben", folder)
    assert marks(other) == marks(own)
    assert scores(other)["test_double"] == 2.0


def test_a_translation_that_tells_the_answer_is_refused(room: Classroom) -> None:
    fill(room.home, {"cell-0": "# Verdoppeln mit return 2 * x + (offset - offset)"})
    with pytest.raises(ReleaseLeaks, match=r"doubling \(de\)"):
        release_languages(room.home, room.home / "release", "doubling")


def test_a_description_that_tells_the_answer_is_refused(room: Classroom) -> None:
    answer = "return 2 * x + (offset - offset)"
    path = room.home / "translations/de/course.po"
    file = polib.pofile(str(path))
    [summary] = [entry for entry in file if entry.msgctxt == "summary"]
    summary.msgstr = f"Kurz: {answer}"
    file.save(str(path))
    course = load_course(room.home)
    with pytest.raises(ReleaseLeaks, match=r"translations/de/course\.po"):
        release_descriptions(room.home, room.home / "release", course)
    assert not (room.home / "release/@de").exists()
    told = course.model_copy(update={"description": f"Short:\n\n{answer}"})
    with pytest.raises(ReleaseLeaks, match=r"course\.toml"):
        release_descriptions(room.home, room.home / "release", told)


SET_OTHERWISE = {
    "two-blanks": lambda line: line.replace(" ", "  "),
    "no-break-blanks": lambda line: line.replace(" ", "\u00a0"),
    "no-blanks-at-all": lambda line: line.replace(" ", ""),
    "an-entity": lambda line: line.replace("(", "&#40;").replace("*", "&ast;"),
    "a-break-within": lambda line: line.replace("offset -", "offset\n- ", 1),
    "a-break-in-a-word": lambda line: line.replace("offset", "off\nset", 1),
    "escapes": lambda line: line.replace("-", "\\-").replace("*", "\\*"),
    "wide-letters": lambda line: line.replace("(", "\uff08").replace("x", "\uff58"),
    "a-soft-hyphen": lambda line: line.replace("offset", "off\u00adset"),
}


@pytest.mark.parametrize("way", SET_OTHERWISE)
def test_an_answer_that_is_set_otherwise_is_refused(room: Classroom, way: str) -> None:
    said = SET_OTHERWISE[way]("return 2 * x + (offset - offset)")
    told = load_course(room.home).model_copy(update={"description": f"Short: {said} So."})
    with pytest.raises(ReleaseLeaks, match=r"course\.toml"):
        release_descriptions(room.home, room.home / "release", told)
    fill(room.home, {"cell-0": f"# Verdoppeln\n\n{said}"})
    with pytest.raises(ReleaseLeaks, match=r"doubling \(de\)"):
        release_languages(room.home, room.home / "release", "doubling")


def test_a_part_of_an_answer_is_no_answer(room: Classroom) -> None:
    told = load_course(room.home).model_copy(
        update={"description": "Short: return 2 * x, and (offset - offset) is nothing."}
    )
    release_descriptions(room.home, room.home / "release", told)


def test_a_translated_mark_scheme_is_never_offered(room: Classroom) -> None:
    assert "axis label" not in (room.home / PO).read_text()
    assert "two halves" not in (room.home / PO).read_text()
