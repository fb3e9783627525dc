"""Writing the archive of a package, file by file, in the one form that it has."""

from __future__ import annotations

import hashlib
import zlib
from typing import IO

from officina_courses.archive import ArchivedFile
from officina_courses.archive.limits import MIB
from officina_courses.packages.layout import (
    central_header,
    end_of_directory,
    local_header,
)


class ArchiveWriter:
    """Takes the files in the order of their names; ``close`` adds the directory."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._directory: list[bytes] = []
        self.written: list[ArchivedFile] = []

    def add(self, name: str, content: IO[bytes]) -> None:
        """Write one file; its size is that of what could be read."""
        offset = self._target.tell()
        self._target.write(local_header(name, 0, 0))  # once more when they are known
        sha256, crc, size = hashlib.sha256(), 0, 0
        while data := content.read(MIB):
            sha256.update(data)
            crc = zlib.crc32(data, crc)
            size += len(data)
            self._target.write(data)
        end = self._target.tell()
        self._target.seek(offset)
        self._target.write(local_header(name, size, crc))
        self._target.seek(end)
        self._directory.append(central_header(name, size, crc, offset))
        self.written.append(ArchivedFile(path=name, sha256=sha256.hexdigest(), size=size))

    def close(self) -> None:
        """Write the directory and its end."""
        offset = self._target.tell()
        directory = b"".join(self._directory)
        self._target.write(directory)
        self._target.write(end_of_directory(len(self._directory), len(directory), offset))
