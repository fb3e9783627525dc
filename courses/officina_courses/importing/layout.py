"""Finding the exercises of a folder: nbgrader's own layout, folders of notebooks, or notebooks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from officina_courses.archive import COURSE_LIMITS, ArchiveError, safe_path
from officina_courses.archive.writing import IGNORED_NAMES
from officina_courses.errors import ImportRefused
from officina_courses.importing.nbgrader_config import (
    CONFIG_FILE,
    NbgraderConfig,
    read_nbgrader_config,
)
from officina_courses.model import EXERCISE_ID_PATTERN, Frozen

NOT_MATERIAL: Final = {
    "submitted": "it holds learners' work",
    "autograded": "it holds learners' work",
    "feedback": "it holds learners' marks",
    "downloaded": "it holds learners' work",
    "gradebook.db": "it holds learners' names and marks",
    "release": "it is made anew from source",
    "autotests.yml": "it was only needed to write out the tests",
    CONFIG_FILE: "it is a program; only the course's name and its header and footer were read",
}


class LeftOut(Frozen):
    """Something of the old folder that did not become part of the course, and why."""

    path: str
    reason: str


class FoundExercise(NamedTuple):
    """One exercise: its new id, its old folder, and its files below that folder."""

    id: str
    folder: Path
    files: tuple[str, ...]


class Layout(NamedTuple):
    """Where everything stands in the old folder."""

    root: Path
    config: NbgraderConfig
    exercises: tuple[FoundExercise, ...]
    left_out: tuple[LeftOut, ...]


def find_layout(folder: Path) -> Layout:
    """Find the exercises, in the order in which people count.

    Raises
    ------
    ImportRefused
        Where there is no folder or no notebook.

    """
    if not folder.is_dir():
        raise ImportRefused(
            f"{folder} is not a folder.",
            why="A course is made from a folder of notebooks.",
            todo="Give the folder, also for a single notebook.",
        )
    root = folder
    if folder.name == "source" and not (folder / "source").is_dir():
        root = folder.parent  # somebody gave the inner folder of an nbgrader course
    config = read_nbgrader_config(root)
    source = _source(root, config)
    if source is None:
        root = source = folder
    left_out: list[LeftOut] = []
    folders = [child for child in _folders(source) if _has_notebooks(child)]
    folders = [child for child in folders if child.name not in NOT_MATERIAL or source != root]
    exercises = tuple(_exercises(folders or [source], left_out, alone=not folders))
    if not exercises:
        raise ImportRefused(
            f"{folder} has no notebooks.",
            why="A course needs at least one notebook, in the folder or in folders below it.",
            todo="Look at the path; notebooks are files that end in .ipynb.",
        )
    if folders:
        reasons = _reasons(config)
        left_out += _strangers(source, root, {child.name for child in folders}, reasons)
        if folder == root != source:
            left_out += _strangers(root, root, {source.name}, reasons)
    return Layout(root, config, exercises, tuple(left_out))


def natural_order(name: str) -> list[tuple[int, int, str]]:
    """Sorts ``week 10`` after ``week 2``."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]


def slug(name: str, *, otherwise: str) -> str:
    """A course id made of any name."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")
    made = made if made[:1].isalpha() else f"course-{made}".strip("-")
    return made[:40].rstrip("-") if made != "course" else otherwise


def _folders(folder: Path) -> list[Path]:
    children = [
        child
        for child in folder.iterdir()
        if child.is_dir() and not child.is_symlink() and not child.name.startswith(".")
    ]
    return sorted(children, key=lambda child: natural_order(child.name))


def _has_notebooks(folder: Path) -> bool:
    return any(
        path.suffix == ".ipynb" and path.is_file() and not path.is_symlink()
        for path in folder.iterdir()
    )


def _exercises(
    folders: Iterable[Path], left_out: list[LeftOut], *, alone: bool
) -> Iterator[FoundExercise]:
    taken: set[str] = set()
    for folder in folders:
        if not _has_notebooks(folder):
            continue
        name = _exercise_id(folder.resolve().name, taken)
        taken.add(name.casefold())
        skipped = set(NOT_MATERIAL) if alone else set()
        yield FoundExercise(name, folder, tuple(_files(folder, "", left_out, skipped)))


def _exercise_id(name: str, taken: set[str]) -> str:
    made = re.sub(r"[^A-Za-z0-9_. -]+", "-", name.strip()).lstrip("-._ ")[:64].strip()
    made = made if re.match(EXERCISE_ID_PATTERN, made) else "exercise"
    number = 2
    unique = made
    while unique.casefold() in taken:
        unique = f"{made[:60]}-{number}"
        number += 1
    return unique


def _files(folder: Path, below: str, left_out: list[LeftOut], skipped: set[str]) -> Iterator[str]:
    for child in sorted(folder.iterdir()):
        path = f"{below}{child.name}"
        reason = NOT_MATERIAL[child.name] if child.name in skipped else _objection(child, path)
        if reason:
            left_out.append(LeftOut(path=_printable(f"{folder.name}/{child.name}"), reason=reason))
        elif child.is_dir():
            yield from _files(child, f"{path}/", left_out, set())
        else:
            yield path


def _objection(child: Path, path: str) -> str:
    if child.name in IGNORED_NAMES:
        return "it is a by-product of Git, Python or Jupyter"
    if child.is_symlink():
        return "it is a link; put a copy of what it points to there if it is needed"
    if not (child.is_dir() or child.is_file()):
        return "it is neither a file nor a folder"
    try:
        safe_path(path, COURSE_LIMITS)
    except ArchiveError as error:
        return f"its name cannot travel: {error.what}"
    return ""


def _source(root: Path, config: NbgraderConfig) -> Path | None:
    for folder in (root / config.source_directory, root / "source"):
        inside = folder.is_dir() and folder.resolve().is_relative_to(root.resolve())
        if inside and any(map(_has_notebooks, _folders(folder))):
            return folder
    return None


def _reasons(config: NbgraderConfig) -> dict[str, str]:
    around = {Path(name).name for name in (config.header, config.footer) if name}
    return NOT_MATERIAL | dict.fromkeys(around, "its cells were put into every notebook")


def _strangers(folder: Path, root: Path, known: set[str], reasons: dict[str, str]) -> list[LeftOut]:
    return [
        LeftOut(
            path=_printable(str(child.relative_to(root))),
            reason=reasons.get(child.name, "it belongs to no exercise"),
        )
        for child in sorted(folder.iterdir())
        if child.name not in known | IGNORED_NAMES
    ]


def _printable(path: str) -> str:
    return path.encode("utf-8", "replace").decode()
