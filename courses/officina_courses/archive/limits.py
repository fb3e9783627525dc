"""How much a package may hold, and the one definition of its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from pydantic import Field

from officina_courses.model import Frozen

MIB: Final = 1024 * 1024
# A ustar header, two headers for a long name, and the padding of the data to whole blocks.
TAR_BYTES_PER_FILE: Final = 4096


class Limits(Frozen):
    """The bounds of one package; whatever is beyond them is refused, never cut."""

    max_files: int = Field(default=1000, ge=1, description="Files and folders together")
    max_file_bytes: int = Field(default=64 * MIB, ge=1)
    max_total_bytes: int = Field(default=64 * MIB, ge=1, description="All files, unpacked")
    max_path_length: int = Field(default=240, ge=1, description="In UTF-8 bytes")

    @property
    def max_stream_bytes(self) -> int:
        """The most an honest tar of this size can have, headers and padding included."""
        return self.max_total_bytes + self.max_files * TAR_BYTES_PER_FILE + MIB


SUBMISSION_LIMITS: Final = Limits()
COURSE_LIMITS: Final = Limits(
    max_files=5000, max_file_bytes=20 * MIB, max_total_bytes=256 * MIB, max_path_length=240
)


class ArchivedFile(Frozen):
    """One file of a package; ``path`` is relative, with forward slashes."""

    path: str
    sha256: str
    size: int


def bundle_sha256(files: Iterable[tuple[str, str]]) -> str:
    """The hash of a set of files, given as pairs of path and SHA-256 in hex.

    It is the SHA-256 over the lines ``<sha256>  <path>`` sorted by path, as ``sha256sum`` prints
    them, so that anybody can check a receipt with standard tools. Paths hold no line break, which
    ``safe_path`` sees to.
    """
    lines = (f"{sha256}  {path}\n" for path, sha256 in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
