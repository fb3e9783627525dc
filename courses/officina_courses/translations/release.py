"""The learners' versions of a course's exercises, and its description, in its further languages.

They are made from the learners' version in the course's own language, which has no answer in it any
more, and are searched for answers once more: a translator may have had the solution before them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from officina_courses.course_files import SOURCE, course_files
from officina_courses.grading.leaks import refuse_leaks, refuse_told
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Course
from officina_courses.notebooks import load_notebook
from officina_courses.translations.applying import (
    Overlay,
    translated_course,
    translated_notebook,
)
from officina_courses.translations.overlay import read_entries
from officina_courses.translations.places import (
    DESCRIPTION,
    course_po,
    folder_of,
    languages_in,
    notebook_po,
    words_file,
)
from officina_courses.translations.texts import course_texts
from officina_courses.translations.wording import told_by_tests, words_of


def release_languages(course_folder: Path, released: Path, exercise_id: str) -> tuple[str, ...]:
    """Write ``released/@<language>/<exercise>``: notebooks and their words; tells the languages.

    ``released/<exercise>`` is the learners' version in the course's own language. A language in
    which nothing of a notebook is translated has none of it.

    Raises
    ------
    ReleaseLeaks
        Where a translation gives an answer away.
    TranslationRefused
        Where an overlay cannot be read.

    """
    languages = languages_in(file.path for file in course_files(course_folder))
    return tuple(
        language
        for language in languages
        if list(_written(course_folder, released, exercise_id, language))
    )


def release_descriptions(course_folder: Path, released: Path, course: Course) -> tuple[str, ...]:
    """Write ``released/@<language>/course.json``, the course as its page tells it; the languages.

    Raises
    ------
    ReleaseLeaks
        Where one of them, or ``course.toml`` itself, gives an answer away.
    TranslationRefused
        Where an overlay cannot be read, or says what ``course.toml`` may not.

    """
    sources = course_folder / SOURCE
    refuse_told(sources, (text for _, text in course_texts(course)), COURSE_FILE)
    languages = languages_in(file.path for file in course_files(course_folder))
    return tuple(each for each in languages if _described(course_folder, released, course, each))


def _described(course_folder: Path, released: Path, course: Course, language: str) -> bool:
    overlay = _overlay(course_folder, course_po(language))
    if not any(entry.text for entry in overlay.entries.values()):
        return False
    told = translated_course(course, overlay, language)
    texts = (text for _, text in course_texts(told))
    refuse_told(course_folder / SOURCE, texts, course_po(language))
    target = released / folder_of(language)
    target.mkdir(parents=True, exist_ok=True)
    (target / DESCRIPTION).write_text(told.model_dump_json(), encoding="utf-8")
    return True


def _written(
    course_folder: Path, released: Path, exercise_id: str, language: str
) -> Iterator[Path]:
    note = _overlay(course_folder, course_po(language)).note()
    target = released / folder_of(language) / exercise_id
    for path in sorted((released / exercise_id).glob("*.ipynb")):
        overlay = _overlay(course_folder, notebook_po(language, exercise_id, path.stem))
        if not any(entry.text for entry in overlay.entries.values()):
            continue
        made = translated_notebook(load_notebook(path), overlay, language, note)
        target.mkdir(parents=True, exist_ok=True)
        text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (target / path.name).write_text(text, encoding="utf-8")
        _write_words(course_folder, target, path.name, overlay, language)
        yield target / path.name
    if target.is_dir():
        refuse_leaks(course_folder / SOURCE / exercise_id, target, f"{exercise_id} ({language})")


def _write_words(
    course_folder: Path, target: Path, notebook: str, overlay: Overlay, language: str
) -> None:
    """What pages of feedback and checks look up; read from the source, which the words are by."""
    source = load_notebook(course_folder / SOURCE / target.name / notebook)
    words = words_of(source, overlay, language)
    refuse_told(course_folder / SOURCE, told_by_tests(words), notebook)
    (target / words_file(notebook)).write_text(words.model_dump_json(), encoding="utf-8")


def _overlay(course_folder: Path, path: str) -> Overlay:
    return Overlay(read_entries(course_folder / path, path))
