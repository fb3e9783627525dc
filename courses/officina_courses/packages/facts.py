"""What is known of a package after it was read."""

from __future__ import annotations

import base64
from typing import Annotated

from pydantic import Field, StringConstraints

from officina_courses.archive import ArchivedFile
from officina_courses.model import Course, Frozen, Origin

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class PackageFacts(Frozen):
    """One package whose form, checksums and description were found to agree."""

    course: Course
    sha256: Sha256 = Field(description="Of the package's file")
    bytes: int = Field(description="Of the package's file")
    files: tuple[ArchivedFile, ...] = Field(description="By their paths in the course's folder")
    claimed_by: tuple[str, ...] = Field(
        default=(), description="Ids of the keys whose signatures it carries, believed or not"
    )
    signed_by: tuple[str, ...] = Field(
        default=(), description="Ids of the trusted keys whose signatures were checked"
    )
    origin: Origin | None = Field(default=None, description="The package it was forked from")
    languages: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """What the package is called where it is published."""
        return package_name(self.course)

    @property
    def iri(self) -> str:
        """Its name by its content, wherever it lies (RFC 6920)."""
        return named_by_content(self.sha256)

    def as_origin(self, iri: str | None = None) -> Origin:
        """What a package that was forked from it says of it."""
        return Origin(
            iri=iri or self.iri,
            sha256=self.sha256,
            course_id=self.course.id,
            version=self.course.version,
            title=self.course.title,
        )


def package_name(course: Course) -> str:
    """What the package of a course is called."""
    return f"{course.id}-{course.version}.course.zip"


def named_by_content(sha256: str) -> str:
    """An IRI that is made of a SHA-256, in hex, alone."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).rstrip(b"=").decode()
    return f"ni:///sha-256;{digest}"
