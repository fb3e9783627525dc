"""The files around a submission's notebooks: kept for the trainer, laid out for the cells."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

TIMESTAMP = "timestamp.txt"  # where nbgrader looks for the moment of submission


def plain_files(folder: Path) -> Iterator[Path]:
    """All plain files below ``folder``; links and devices are passed over."""
    if not folder.is_dir():
        return
    for place in sorted(folder.iterdir()):
        if place.is_symlink():
            continue
        if place.is_dir():
            yield from plain_files(place)
        elif place.is_file():
            yield place


def copy_files(source: Path, target: Path, *, without_notebooks: bool = False) -> None:
    """Copy the plain files of ``source``; what is there already is replaced."""
    for file in plain_files(source):
        if without_notebooks and file.suffix == ".ipynb":
            continue
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def write_timestamp(folder: Path, received_at: datetime) -> None:
    """The moment of submission as nbgrader writes it."""
    moment = received_at.astimezone(timezone.utc)
    (folder / TIMESTAMP).write_text(moment.strftime("%Y-%m-%d %H:%M:%S.%f UTC") + "\n")


def lay_out(submission: Path, release: Path, folder: Path) -> Path:
    """What cells find beside the notebook: the learner's files, the exercise's own winning."""
    copy_files(submission, folder)
    copy_files(release, folder, without_notebooks=True)
    for place in (folder, *folder.rglob("*")):
        # The sandbox runs as an account that is not the grader's.
        place.chmod(0o755 if place.is_dir() else 0o644)
    return folder
