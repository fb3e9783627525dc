"""Describing an imported course as far as its notebooks tell: titles, times, kernel."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from officina_courses.checks.reading import HEADING, prose_lines
from officina_courses.model import Course, Environment, Exercise
from officina_courses.notebooks import Notebook

UNKNOWN_LICENCE: Final = "LicenseRef-unknown"
MINUTES_FOR_READING: Final = 5
MINUTES_FOR_ANSWER: Final = 5


class Wishes(NamedTuple):
    """What the trainer says beforehand; nothing is taken from the notebooks where it is said."""

    course_id: str
    title: str | None
    licence: str | None
    authors: tuple[str, ...]


def describe(wishes: Wishes, exercises: dict[str, list[Notebook]]) -> Course:
    """The course that these exercises make."""
    described = tuple(_exercise(name, notebooks) for name, notebooks in exercises.items())
    title = wishes.title or _course_title(exercises) or readable(wishes.course_id)
    return Course.model_validate(
        {
            "id": wishes.course_id,
            "title": title,
            "version": "1.0.0",
            "summary": f"{title}: {_count(len(described))} to work through in the browser."[:300],
            "minutes": min(sum(exercise.minutes for exercise in described), 10_000),
            "licence": wishes.licence or UNKNOWN_LICENCE,
            "authors": [{"name": name} for name in wishes.authors],
            "exercises": described,
            "environment": Environment(kernel=_kernel(exercises)),
        }
    )


def readable(name: str) -> str:
    """A title made of a folder's name."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or "Course"


def _course_title(exercises: dict[str, list[Notebook]]) -> str:
    for notebooks in exercises.values():
        for notebook in notebooks:
            if title := _title(notebook):
                return title
    return ""


def _exercise(name: str, notebooks: list[Notebook]) -> Exercise:
    titles = [title for notebook in notebooks if (title := _title(notebook))]
    answers = sum(
        1
        for notebook in notebooks
        for cell in notebook.cells
        if cell.grading and (cell.grading.solution or cell.grading.task)
    )
    minutes = MINUTES_FOR_READING * max(1, len(notebooks)) + MINUTES_FOR_ANSWER * answers
    return Exercise(
        id=name, title=titles[0] if titles else readable(name), minutes=min(minutes, 24 * 60)
    )


def _title(notebook: Notebook) -> str:
    """The heading of the first level; those below are of parts, not of the whole."""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for _, line in prose_lines(cell.source):
                heading = HEADING.match(line)
                if heading and len(heading.group(1)) == 1:
                    return heading.group(2).strip(" #*_`")[:300]
    return ""


def _kernel(exercises: dict[str, list[Notebook]]) -> str:
    names = Counter(
        notebook.kernel_name
        for notebooks in exercises.values()
        for notebook in notebooks
        if 0 < len(notebook.kernel_name) <= 64
    )
    return names.most_common(1)[0][0] if names else "python3"


def _count(number: int) -> str:
    return "one exercise" if number == 1 else f"{number} exercises"
