"""What of a course can be translated, each text with the key that finds it again."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from officina_courses.grading.leaks import parted
from officina_courses.model import Course
from officina_courses.notebooks import Cell, Notebook
from officina_courses.translations.told import told_texts

# Longer texts are no lesson's; comparing them would take a stranger's package too much time.
MOST_CHARACTERS: Final = 32 << 10
NOTE_KEY: Final = "note"
NOTE: Final = "This part is shown in the course's own language: its translation is not ready."


class Text(NamedTuple):
    """One text of the course, in the course's own language."""

    key: str
    text: str


def normalised(text: str) -> str:
    """The text without what nobody sees: kinds of line ends, blanks at ends, forms of a letter."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def source_hash(text: str) -> str:
    """The SHA-256, in hex, by which it is told whether a text changed."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).hexdigest()


def course_texts(course: Course) -> tuple[Text, ...]:
    """What ``course.toml`` says to learners, and the note on what is not translated."""
    return tuple(Text(key, text) for key, text in _fields(course) if text.strip())


def notebook_texts(notebook: Notebook) -> tuple[Text, ...]:
    """What can be found again by a cell's id, and is short enough to be compared.

    These are text cells, and what visible tests tell: hints, and what their assertions say.
    """
    return tuple(
        text
        for cell, raw in zip(notebook.cells, notebook.content["cells"], strict=True)
        if (key := key_of(cell, raw))
        for text in cell_texts(cell, key)
        if text.text.strip() and len(text.text) <= MOST_CHARACTERS
    )


def cell_texts(cell: Cell, key: str) -> Iterator[Text]:
    """The texts of a cell of that key."""
    if is_text(cell):
        yield Text(key, _shown(cell))
    for part, text in told_texts(cell):
        yield Text(f"{key}{part}", text)


def is_text(cell: Cell) -> bool:
    """Whether it is text of the trainer's; what learners replace by their answer is none."""
    return cell.kind == "markdown" and not (cell.grading is not None and cell.grading.solution)


def key_of(cell: Cell, raw: dict[str, Any]) -> str:
    """The cell's id, in notebooks that have none the grade_id, else nothing."""
    name = raw.get("id")
    if isinstance(name, str) and name:
        return name
    return cell.grading.grade_id or "" if cell.grading is not None else ""


def _shown(cell: Cell) -> str:
    """Without the mark scheme, which learners never get."""
    return "\n".join(line for _, line in parted(cell).shown)


def _fields(course: Course) -> Iterator[tuple[str, str]]:
    yield NOTE_KEY, NOTE
    yield "title", course.title
    yield "summary", course.summary
    yield "description", course.description
    for name in ("objectives", "prerequisites", "keywords"):
        for number, text in enumerate(getattr(course, name), 1):
            yield f"{name}/{number}", text
    for exercise in course.exercises:
        yield f"exercises/{exercise.id}/title", exercise.title
        yield f"exercises/{exercise.id}/summary", exercise.summary
    for name, profile in course.profiles.items():
        yield f"profiles/{name}/summary", profile.summary
