"""The overlays of a course folder: made, brought up to date, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from officina_courses.course_files import SOURCE
from officina_courses.errors import TranslationRefused
from officina_courses.loader import load_course
from officina_courses.model import Course, Frozen
from officina_courses.notebooks import load_notebook
from officina_courses.translations.applying import Overlay
from officina_courses.translations.overlay import as_text, read_entries
from officina_courses.translations.places import LANGUAGE, course_po, notebook_po
from officina_courses.translations.texts import Text, course_texts, notebook_texts
from officina_courses.translations.updating import updated


class Translatable(NamedTuple):
    """One file of an overlay, by its path in the course folder, and the texts that it is for."""

    path: str
    texts: tuple[Text, ...]


class TranslatedFile(Frozen):
    """How far one file of an overlay is."""

    path: str
    texts: int
    translated: int
    outdated: int
    state: Literal["written", "unchanged"]


def translatable(folder: Path, course: Course, language: str) -> Iterator[Translatable]:
    """Each file that an overlay of that language has when it is whole.

    Raises
    ------
    NotebookError
        Where a notebook cannot be read.

    """
    yield Translatable(course_po(language), course_texts(course))
    for exercise in course.exercises:
        for path in sorted((folder / SOURCE / exercise.id).glob("*.ipynb")):
            texts = notebook_texts(load_notebook(path, name=path.relative_to(folder).as_posix()))
            yield Translatable(notebook_po(language, exercise.id, path.stem), texts)


def translate_course(folder: Path, language: str) -> tuple[TranslatedFile, ...]:
    """Make the overlay of that language, or bring it up to date; nothing translated is lost.

    Raises
    ------
    CourseError
        Where the language is none or the course's own, or the course or an overlay file cannot be
        read. Nothing is written then.

    """
    course = load_course(folder)
    _refuse_language(course, language)
    files = list(translatable(folder, course, language))
    for file in files:
        _refuse_other(folder / file.path)
    made = [
        (file, updated(read_entries(folder / file.path, file.path), file.texts)) for file in files
    ]
    return tuple(
        _put(folder, file, as_text(entries, language), Overlay(entries)) for file, entries in made
    )


def _refuse_other(path: Path) -> None:
    """A link may come with a course, and what it leads to would be overwritten; a pipe waits."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise TranslationRefused(
            f"{path} is a link, or no file, so nothing was written.",
            why="What a link leads to would be overwritten.",
            todo="Remove it and run the command again.",
        )


def _put(folder: Path, file: Translatable, text: str, overlay: Overlay) -> TranslatedFile:
    path = folder / file.path
    before = path.read_bytes() if path.is_file() else None
    if before != text.encode():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise TranslationRefused(
                f"{path} cannot be written: {error.strerror}.",
                why="Translators work in that file.",
                todo="Look at what lies there, at its permissions, and at the room on the disk.",
            ) from error
    states = [overlay.of(each).state for each in file.texts]
    return TranslatedFile(
        path=file.path,
        texts=len(states),
        translated=states.count("translated"),
        outdated=states.count("outdated"),
        state="unchanged" if before == text.encode() else "written",
    )


def _refuse_language(course: Course, language: str) -> None:
    if not LANGUAGE.fullmatch(language):
        raise TranslationRefused(
            f"{language!a} is no language tag.",
            why="The overlay's folder is called by it, and browsers read the text by it.",
            todo="Write one such as de, fi or pt-BR.",
        )
    if language == course.language:
        raise TranslationRefused(
            f"The course is written in {language!a} already.",
            why="An overlay says the same in another language.",
            todo="Name that other language, or correct language in course.toml.",
        )
