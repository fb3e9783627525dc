"""The files of a pass, put where the zygote's sandbox shows them for as long as the fork lives."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.grading.removal import remove_tree
from officina_courses.sandbox import Account


def make_stage(scratch: Path, account: Account | None) -> Path:
    """An empty stage that the zygote's account may enter, and nobody else beside its owner."""
    stage = scratch / "stage"
    stage.mkdir(mode=0o750)
    if account is not None:
        for folder in (scratch, stage):
            os.chown(folder, -1, account.gid)
            folder.chmod(0o750)
    return stage


@contextmanager
def staged(files: Path | None, stage: Path) -> Iterator[str | None]:
    """The name under which ``files`` lie on the stage; no fork can guess its neighbours'."""
    if files is None:
        yield None
        return
    place = stage / secrets.token_hex(16)
    try:
        _link(files, place)
        yield place.name
    finally:
        remove_tree(place)


def _link(files: Path, place: Path) -> None:
    """Links where both lie on one file system: nobody can write through the read-only mount."""
    place.mkdir()
    place.chmod(0o755)
    for source in files.iterdir():
        if source.is_symlink():
            continue
        if source.is_dir():
            _link(source, place / source.name)
        elif source.is_file():
            _place_file(source, place / source.name)


def _place_file(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        target.chmod(0o644)
