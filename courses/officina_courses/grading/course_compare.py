"""Whether a folder of a course still holds what a package put there.

Nothing is copied, and no more is read than the package has: the folder's owner may have put there
files of any size, and any number of them.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from officina_courses.grading.course_door import opened_file, opened_folder
from officina_courses.grading.errors import PlaceRefused
from officina_courses.grading.files import plain_files

UNNOTICED = ".ipynb_checkpoints"  # JupyterLab makes it by itself
CHUNK_BYTES = 1 << 20


def is_same(package: Path, home: Path, *parts: str) -> bool:
    """Whether the course's folder ``parts`` has the package's files and nothing besides."""
    try:
        return _is_same_folder(package, home, parts)
    except (FileNotFoundError, PlaceRefused):  # a link or the like, where the package has a file
        return False


def _is_same_folder(package: Path, home: Path, parts: tuple[str, ...]) -> bool:
    wanted = {place.name: place for place in package.iterdir() if _counts(place)}
    with opened_folder(home, *parts) as folder, os.scandir(folder) as entries:
        # Two more than there should be: one that nobody notices, one that tells.
        found = {entry.name for entry in islice(entries, len(wanted) + 2)} - {UNNOTICED}
    return found == wanted.keys() and all(
        _is_same_folder(place, home, (*parts, name))
        if place.is_dir()
        else _is_same_file(place, home, (*parts, name))
        for name, place in wanted.items()
    )


def _is_same_file(package: Path, home: Path, parts: tuple[str, ...]) -> bool:
    with opened_folder(home, *parts[:-1]) as folder, opened_file(folder, parts[-1], home) as file:
        if os.fstat(file).st_size != package.stat().st_size:
            return False
        with package.open("rb") as wanted, open(file, "rb", closefd=False) as found:
            while chunk := wanted.read(CHUNK_BYTES):
                if found.read(len(chunk)) != chunk:
                    return False
        return True


def _counts(place: Path) -> bool:
    """Whether the place in the package is one that is copied: a file, or a folder with files."""
    if place.is_dir():
        return place.name != UNNOTICED and any(plain_files(place))
    return True
