"""How much a course package may hold, and what reading one may cost."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from officina_courses.archive import COURSE_LIMITS, Limits
from officina_courses.archive.limits import MIB

DOCUMENTS: Final = 2  # the crate and the signature, beside the files of the course
HEADER_BYTES: Final = 30 + 46  # of one file, in its place and in the directory, without its name


class PackageLimits(Limits):
    """The bounds of one package; ``max_files`` and the sizes are those of the course's files."""

    max_document_bytes: int = Field(
        default=8 * MIB, ge=1, description="Of the crate, and of the signature"
    )

    @property
    def max_members(self) -> int:
        """The files of the course and the documents about them."""
        return self.max_files + DOCUMENTS

    @property
    def max_package_bytes(self) -> int:
        """The most that an honest package can have; nothing in it is compressed."""
        names = 2 * self.max_path_length
        return (
            self.max_total_bytes
            + DOCUMENTS * self.max_document_bytes
            + self.max_members * (HEADER_BYTES + names)
            + MIB
        )

    @property
    def max_json_containers(self) -> int:
        """Objects and lists that a document may have; each costs memory far beyond its bytes."""
        return 4 * self.max_members + 4000

    @property
    def max_json_commas(self) -> int:
        """Commas bound how many numbers and texts there can be, which cost memory as well."""
        return 5 * self.max_json_containers


PACKAGE_LIMITS: Final = PackageLimits(**COURSE_LIMITS.model_dump())
