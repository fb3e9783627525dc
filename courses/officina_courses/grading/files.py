"""The files around a submission's notebooks: kept for the trainer, laid out for the cells."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

TIMESTAMP = "timestamp.txt"  # where nbgrader looks for the moment of submission


def plain_files(folder: Path) -> Iterator[Path]:
    """All plain files below ``folder``; links and devices are passed over."""
    if folder.is_symlink() or not folder.is_dir():
        return
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from plain_files(folder / entry.name)
        elif entry.is_file(follow_symlinks=False):
            yield folder / entry.name


def copy_files(source: Path, target: Path) -> None:
    """Copy the plain files of ``source``; what is there already is replaced."""
    _copy(plain_files(source), source, target)


def copy_data_files(source: Path, target: Path) -> None:
    """Copy the plain files of ``source`` that are no notebooks, in the same way."""
    data_files = (file for file in plain_files(source) if file.suffix != ".ipynb")
    _copy(data_files, source, target)


def write_timestamp(folder: Path, received_at: datetime | None) -> None:
    """The moment of submission as nbgrader writes it, where somebody noted it."""
    if received_at is None:
        return
    moment = received_at.astimezone(UTC)
    write_file(folder, TIMESTAMP, moment.strftime("%Y-%m-%d %H:%M:%S.%f UTC") + "\n")


def write_file(folder: Path, name: str, text: str) -> None:
    """A file of ours, whatever a submission put in its place."""
    _cleared(folder, Path(name)).write_text(text, encoding="utf-8")


def lay_out(submission: Path, release: Path, folder: Path) -> Path:
    """What cells find beside the notebook: the learner's files, the exercise's own winning."""
    copy_files(submission, folder)
    copy_data_files(release, folder)
    for place in (folder, *folder.rglob("*")):
        # The sandbox runs as an account that is not the grader's.
        place.chmod(0o755 if place.is_dir() else 0o644)
    return folder


def _copy(files: Iterator[Path], source: Path, target: Path) -> None:
    for file in files:
        shutil.copyfile(file, _cleared(target, file.relative_to(source)))


def _cleared(top: Path, relative: Path) -> Path:
    """The place for a file below ``top``: a file in the way of a folder goes, and vice versa."""
    place = top / relative
    for parent in reversed(relative.parents[:-1]):
        if (top / parent).is_file():
            (top / parent).unlink()
        (top / parent).mkdir(exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    return place
