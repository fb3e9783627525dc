"""Where things of a lesson are: the pictures of its exercise, and the course's other lessons."""

from __future__ import annotations

import posixpath
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

LANGUAGE: Final = "language"  # the argument of an address that asks for a translation
# What a browser shows as a picture, and what it is told that it is.
PICTURES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


class Places(NamedTuple):
    """The addresses one notebook may refer to; part of what its page is kept by."""

    course: str  # the address of the course's page
    exercise_id: str
    notebook: str
    files: tuple[tuple[str, str], ...]  # the exercise's pictures: path and SHA-256
    lessons: frozenset[tuple[str, str]]  # exercise and notebook

    @property
    def name(self) -> str:
        """The notebook's file, for messages."""
        return f"{self.notebook}.ipynb"

    def picture(self, path: str) -> str | None:
        """The address of a picture of the exercise; its content is in it, so it never changes."""
        wanted = posixpath.normpath(unquote(path))
        sha256 = next((found for name, found in self.files if name == wanted), None)
        if sha256 is None:
            return None
        ending = posixpath.splitext(wanted)[1].lower()
        exercise = quote(self.exercise_id, safe="")
        return f"{self.course}/exercises/{exercise}/pictures/{sha256}{ending}"

    def lesson(self, path: str) -> str | None:
        """The address of the lesson that a notebook's relative link leads to."""
        target = posixpath.normpath(posixpath.join(self.exercise_id, unquote(path)))
        exercise, _, file = target.partition("/")
        name, ending = posixpath.splitext(file)
        if ending != ".ipynb" or (exercise, name) not in self.lessons:
            return None
        return lesson_address(self.course, exercise, name)


def lesson_address(course: str, exercise_id: str, notebook: str) -> str:
    """The address of the page of one notebook."""
    return f"{course}/exercises/{quote(exercise_id, safe='')}/read/{quote(notebook, safe='')}"


def is_picture(path: str) -> bool:
    """Whether the file may be shown in a page."""
    return posixpath.splitext(path)[1].lower() in PICTURES
