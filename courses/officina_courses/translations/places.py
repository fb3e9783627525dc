"""Where an overlay's files lie, and which languages a course has been translated into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from officina_courses.course_files import TRANSLATIONS

COURSE_PO: Final = "course.po"
SUFFIX: Final = ".po"
FOLDER: Final = "@"  # begins the name of a language's folder, and that of no exercise
DESCRIPTION: Final = "course.json"  # in a language's folder: the course as its page tells it
WORDS: Final = ".words.json"
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def course_po(language: str) -> str:
    """Where what ``course.toml`` says is translated, below the course folder."""
    return f"{TRANSLATIONS}/{language}/{COURSE_PO}"


def notebook_po(language: str, exercise_id: str, notebook: str) -> str:
    """Where a notebook, named without its ending, is translated, below the course folder."""
    return f"{TRANSLATIONS}/{language}/{exercise_id}/{notebook}{SUFFIX}"


def folder_of(language: str) -> str:
    """The folder of a language among the learners' versions, beside those of the exercises."""
    return FOLDER + language


def words_file(notebook: str) -> str:
    """Beside a translated notebook: its words, for pages that are made in the course's language."""
    return notebook.removesuffix(".ipynb") + WORDS


def languages_in(paths: Iterable[str]) -> tuple[str, ...]:
    """The languages that files of a course, by their paths in its folder, are overlays for."""
    parts = (PurePosixPath(path).parts for path in paths)
    return tuple(
        sorted(
            {
                part[1]
                for part in parts
                if len(part) in {3, 4}
                and part[0] == TRANSLATIONS
                and part[-1].endswith(SUFFIX)
                and LANGUAGE.fullmatch(part[1])
            }
        )
    )
