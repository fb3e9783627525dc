"""From a package to a course's folder: all of it, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from officina_courses.archive import ArchiveError
from officina_courses.archive.extracting import write_members
from officina_courses.errors import PackageRefused
from officina_courses.packages.facts import PackageFacts
from officina_courses.packages.keys import PublicKey
from officina_courses.packages.limits import PACKAGE_LIMITS, PackageLimits
from officina_courses.packages.reading import believed, open_package


def unpack_package(
    path: Path,
    dest: Path,
    limits: PackageLimits = PACKAGE_LIMITS,
    *,
    trusted: Mapping[str, PublicKey] | None = None,
) -> PackageFacts:
    """Write the course's files below ``dest``, which must not exist or be empty.

    The package is read whole before the first byte is written. With ``trusted`` one of these keys
    must have signed that very file, so that it cannot change between checking and unpacking.

    Raises
    ------
    PackageRefused
        As ``read_facts`` and ``verify_package`` do, and where ``dest`` holds something.

    """
    with open_package(path, limits) as package:
        facts = package.facts if trusted is None else believed(package, trusted)
        try:
            write_members(package.members(), dest)
        except PackageRefused:
            raise
        except ArchiveError as error:
            raise PackageRefused(
                error.what, why=error.why, todo=error.todo, code=error.code
            ) from error
    return facts
