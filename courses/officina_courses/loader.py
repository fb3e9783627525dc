"""From a course folder to the course: reading ``course.toml`` and telling what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from officina_courses.course_keys import problems_of
from officina_courses.errors import CourseFileError
from officina_courses.model import Course
from officina_courses.toml_text import NoToml, toml_of
from officina_courses.utf8 import NotUtf8, text_of

COURSE_FILE: Final = "course.toml"
MAX_COURSE_FILE_BYTES: Final = 1024 * 1024
# Reading a dotted key takes the square of its parts: 40,000 of them, half a minute.
TOO_DOTTED: Final = re.compile(
    r"""(?<![A-Za-z0-9_-])
    (?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""",
    re.VERBOSE,
)
WHY: Final = "Without it nobody knows the course's title, exercises and licence."
PACK_A_COURSE: Final = "Send the folder of a course: officina course publish FOLDER"


def load_course(folder: Path) -> Course:
    """The course that ``folder/course.toml`` describes.

    Raises
    ------
    CourseFileError
        Which names the file, each wrong line or key, the value found and the values allowed.

    """
    path = folder / COURSE_FILE
    if not path.is_file():
        raise _missing(path)
    return parse_course(_text(path, str(path)), file=str(path))


def load_packed_course(folder: Path) -> Course:
    """The course of an unpacked package; raises as ``load_course`` does.

    Whoever sent the package reads the messages, and the folder's path would say nothing to them.
    """
    path = folder / COURSE_FILE
    if not path.is_file():
        raise CourseFileError(
            f"The package has no {COURSE_FILE}.", why=WHY, todo=PACK_A_COURSE, file=COURSE_FILE
        )
    return parse_course(_text(path, COURSE_FILE), file=COURSE_FILE)


def parse_course(text: str, *, file: str = COURSE_FILE) -> Course:
    """The course that the text of a ``course.toml`` describes; raises as ``load_course`` does."""
    data = _parsed(text, file)
    try:
        return Course.model_validate(data)
    except ValidationError as error:
        problems = problems_of(error, text)
        count = "one place" if len(problems) == 1 else f"{len(problems)} places"
        raise CourseFileError(
            f"{file} is wrong in {count}:",
            why="A course that describes itself wrongly cannot be shown or graded.",
            todo="Correct it and run: officina course check FOLDER",
            file=file,
            problems=problems,
        ) from error


def _text(path: Path, file: str) -> str:
    size = path.stat().st_size
    if size > MAX_COURSE_FILE_BYTES:
        raise CourseFileError(
            f"{file} has {size} bytes; {MAX_COURSE_FILE_BYTES} are allowed.",
            why="It is meant to be read by people.",
            todo="Move long texts into the notebooks.",
            file=file,
        )
    try:
        return text_of(path.read_bytes())
    except NotUtf8 as error:
        raise CourseFileError(
            f"{file} cannot be read: {error}.",
            why="TOML is UTF-8, so its letters cannot be told.",
            todo="Then run the command again.",
            file=file,
        ) from error
    except OSError as error:
        raise CourseFileError(
            f"{file} cannot be read: {error.strerror}.",
            why=WHY,
            todo="Look at its owner and permissions.",
            file=file,
        ) from error


def _missing(path: Path) -> CourseFileError:
    folder = path.parent
    if not folder.is_dir():
        what, todo = f"There is no folder {folder}.", "Look at the path, also for a typing error."
    else:
        what = f"The folder {folder} has no {COURSE_FILE}."
        todo = (
            "If it holds notebooks or an nbgrader course, make a course of it: officina course "
            f"import {folder} NEW_FOLDER. To begin a new course: officina course new NEW_FOLDER"
        )
    return CourseFileError(what, why=WHY, todo=todo, file=str(path))


def _parsed(text: str, file: str) -> dict[str, Any]:
    if dotted := TOO_DOTTED.search(text):
        line = text.count("\n", 0, dotted.start()) + 1
        raise CourseFileError(
            f"{file} has more than 32 names joined by dots in line {line}.",
            why="No key of a course is that deep, and reading such ones takes very long.",
            todo="Look at that line; in a text, put a blank between these words.",
            file=file,
        )
    try:
        return toml_of(text)
    except NoToml as error:
        raise CourseFileError(
            f"{file} is not TOML: {error}.",
            why="It can only be read as a whole.",
            todo="Look at that line; most often a quote or a bracket is missing.",
            file=file,
        ) from error
