"""Where runs may be kept: in the folder that the path names, and not behind a link.

A course that somebody gave away may bring a link of that name, and runs would write over what it
leads to. What lies outside of the course and of the folder one works in is the person's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from officina_courses.errors import RunImpossible


def check_place(into: Path, folder: Path) -> None:
    """Raise ``RunImpossible`` where runs of the course in ``folder`` cannot be kept right there."""
    for top in (Path.cwd(), folder.absolute(), folder.resolve()):
        for place in _below(into, top):
            check_no_link(place)
    try:
        into.mkdir(parents=True, exist_ok=True)
        for place in into.iterdir():
            check_no_link(place)
    except OSError as error:
        raise RunImpossible(
            f"Nothing can be kept in {into}: {error.strerror}.",
            why="A run that is not kept tells nobody anything.",
            todo="Name a folder that is yours with --into.",
        ) from error


def check_no_link(place: Path) -> None:
    """Raise ``RunImpossible`` where that is a link, wherever it leads."""
    if place.is_symlink():
        raise RunImpossible(
            f"{place} is a link to {place.readlink()}, so nothing was kept there.",
            why="A link may come with a course, and runs would write over what it leads to.",
            todo="Name the folder itself with --into, or remove the link.",
            code="link-in-the-way",
        )


def _below(into: Path, top: Path) -> Iterator[Path]:
    """The path and what it goes through, as far as that is in ``top``."""
    place = into.absolute()  # resolved, it would be past the links that are looked for
    while top in place.parents:
        yield place
        place = place.parent
