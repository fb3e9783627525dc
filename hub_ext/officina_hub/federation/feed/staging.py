"""Changes of a folder that readers look into meanwhile: made aside, then put in place at once.

Nothing of it is seen until ``commit``. Each file is replaced whole, new files come before those
that lead to them, and what is not wanted any more goes last.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PUBLIC_FOLDER: Final = 0o755
PUBLIC_FILE: Final = 0o644


class Staging:
    """For one factory's folder ``<id>/`` below ``published``; ``aside`` is on the same disk."""

    def __init__(self, published: Path, aside: Path, factory: str) -> None:
        self._published = published
        self._aside = aside
        self._factory = factory
        self._wanted: set[str] = set()
        self._changed: list[str] = []
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True, mode=0o700)

    def put(self, path: str, data: bytes) -> bool:
        """A file as it is to be; false where it is so already."""
        self._wanted.add(path)
        held = self._published / path
        if held.is_file() and held.stat().st_size == len(data) and held.read_bytes() == data:
            return False
        place = self.place(path)
        place.write_bytes(data)
        self._changed.append(path)
        return True

    def place(self, path: str) -> Path:
        """Where a file of that path is made, for whoever writes it there; then call ``made``."""
        place = self._aside / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def made(self, path: str) -> None:
        """A file that was written at its ``place``."""
        self._wanted.add(path)
        self._changed.append(path)

    def keep(self, path: str) -> None:
        """A file that is to stay as it is."""
        self._wanted.add(path)

    def held(self, path: str) -> bytes | None:
        """A file as it is published now."""
        place = self._published / path
        return place.read_bytes() if place.is_file() else None

    def published(self, path: str) -> Path | None:
        """Where a file lies that is published now."""
        place = self._published / path
        return place if place.is_file() else None

    def paths(self, folder: str) -> list[str]:
        """The files that are published below a folder."""
        return sorted(path for path in self._found() if path.startswith(folder))

    def names(self, folder: str) -> list[str]:
        """What is published in a folder."""
        place = self._published / folder
        return sorted(path.name for path in place.iterdir()) if place.is_dir() else []

    @property
    def changed(self) -> tuple[str, ...]:
        """What was put and differs."""
        return tuple(self._changed)

    @property
    def wanted(self) -> frozenset[str]:
        """All that is to be there."""
        return frozenset(self._wanted)

    def commit(self) -> None:
        """Put all in place, in the order in which it was made."""
        for path in self._changed:
            place = self._published / path
            public_folder(place.parent)
            made = self._aside / path
            made.chmod(PUBLIC_FILE)
            with made.open("rb") as file:
                os.fsync(file.fileno())
            made.replace(place)
        shutil.rmtree(self._aside, ignore_errors=True)

    def unwanted(self) -> list[str]:
        """What is published of this factory and is not to be there any more."""
        return sorted(path for path in self._found() if path not in self._wanted)

    def remove_unwanted(self) -> None:
        """The last step, once nothing that is signed leads there."""
        for path in self.unwanted():
            (self._published / path).unlink(missing_ok=True)

    def _found(self) -> Iterator[str]:
        for folder, _, names in os.walk(self._published / self._factory):
            for name in names:
                yield (Path(folder) / name).relative_to(self._published).as_posix()


def public_folder(folder: Path) -> None:
    """Make a folder that other accounts, such as a web server's, may look into, whatever umask."""
    if not folder.is_dir():
        public_folder(folder.parent)
        folder.mkdir()
        folder.chmod(PUBLIC_FOLDER)
