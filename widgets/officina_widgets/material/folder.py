"""A learner's exercise folder: read and changed path by path, never through a link.

Every change is one rename, so at no moment is a file half written, and every file of the learner's
is found again under its own or under a time-stamped name.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shutil
import stat
from datetime import datetime
from pathlib import Path, PurePosixPath

from officina_widgets.errors import FolderInTheWay
from officina_widgets.material.merge import NO_FILE, aside_name

CHUNK_BYTES = 1024 * 1024

IN_THE_WAY = (
    "{path} is {what}, so the material cannot be put there. Nothing was changed. Rename it and "
    "open the exercise again."
)


def file_sha256(path: Path) -> str:
    """The hash of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


class ExerciseFolder:
    """The folder ``home/course/exercise``."""

    def __init__(self, home: Path, folder: Path, moment: datetime) -> None:
        self.path = folder
        self._moment = moment
        for place in (folder.parent, folder):
            if place != home and (place.is_symlink() or (place.exists() and not place.is_dir())):
                what = "a link" if place.is_symlink() else "a file"
                raise FolderInTheWay(IN_THE_WAY.format(path=place, what=what), code="in-the-way")

    def look(self, path: str) -> str | None:
        """The hash of what is at ``path``; ``NO_FILE`` for a link or folder; None for nothing."""
        place = self.path
        *parents, _ = PurePosixPath(path).parts
        for part in parents:
            place /= part
            if not _is_real_folder(place):
                return None
        place = self.path / path
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return None
        return file_sha256(place) if stat.S_ISREG(mode) else NO_FILE

    def put(self, path: str, source: Path) -> list[tuple[str, str]]:
        """Put a copy of ``source`` at ``path``; returns what had to give way, and its new name."""
        moved = self._make_parents(path)
        target = self.path / path
        temporary = target.with_name(f".{secrets.token_hex(8)}.officina")
        try:
            shutil.copyfile(source, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        return moved

    def set_aside(self, path: str) -> str:
        """Give what is at ``path`` a free time-stamped name, and tell which."""
        wanted = aside_name(path, self._moment)
        name, count = wanted, 1
        while (self.path / name).exists() or (self.path / name).is_symlink():
            count += 1
            pure = PurePosixPath(wanted)
            name = str(pure.with_name(f"{pure.stem}-{count}{pure.suffix}"))
        (self.path / path).rename(self.path / name)
        return name

    def remove(self, path: str) -> None:
        """Remove a file, and the folders it leaves empty."""
        target = self.path / path
        target.unlink()
        with contextlib.suppress(OSError):
            while (target := target.parent) != self.path:
                target.rmdir()

    def _make_parents(self, path: str) -> list[tuple[str, str]]:
        moved = []
        self.path.mkdir(parents=True, exist_ok=True)
        *parents, _ = PurePosixPath(path).parts
        for depth in range(len(parents)):
            part = "/".join(parents[: depth + 1])
            place = self.path / part
            if not _is_real_folder(place):
                if place.exists() or place.is_symlink():
                    moved.append((part, self.set_aside(part)))
                place.mkdir()
        return moved


def _is_real_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()
