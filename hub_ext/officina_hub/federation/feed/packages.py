"""The courses that a factory gives to others, as packages by version.

A package holds solutions and tests, because whoever takes a course over has to run and grade it. So
only courses that the operator has named are packed. A version that is out stays as it is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from officina_courses.model import Course
from officina_courses.packages import PackageFacts, PrivateKey, read_facts, write_package
from officina_courses.similarity.material import Sketch
from officina_hub.federation.feed.offers import Offering
from officina_hub.federation.feed.staging import Staging
from officina_widgets.catalogue.records import PackageLink

PACKAGE_SUFFIX = ".course.zip"


class SharedRelease(NamedTuple):
    """The release that is current of a course; ``lay_out`` writes its files into a folder."""

    course: Course
    lay_out: Callable[[Path], None]
    sketch: Sketch | None = None


def write_packages(
    staging: Staging,
    offering: Offering,
    releases: Iterable[SharedRelease],
    keys: Sequence[PrivateKey],
) -> dict[str, PackageLink]:
    """The packages of these releases, and where each lies; earlier versions stay beside them."""
    return {
        one.course.id: _link(offering, *_package(staging, offering, one, keys)) for one in releases
    }


def _package(
    staging: Staging, offering: Offering, release: SharedRelease, keys: Sequence[PrivateKey]
) -> tuple[str, PackageFacts]:
    course = release.course
    folder = f"{offering.factory}/courses/{course.id}/"
    for path in staging.paths(folder):
        if path.endswith(PACKAGE_SUFFIX):
            staging.keep(path)
    path = f"{folder}{course.version}/{course.id}-{course.version}{PACKAGE_SUFFIX}"
    held = staging.published(path)
    if held:
        return path, read_facts(held)
    with tempfile.TemporaryDirectory() as scratch:
        release.lay_out(Path(scratch))
        facts = write_package(Path(scratch), staging.place(path), keys=keys)
    staging.made(path)
    return path, facts


def _link(offering: Offering, path: str, facts: PackageFacts) -> PackageLink:
    return PackageLink(
        address=f"{offering.address}{path}",
        sha256=facts.sha256,
        bytes=facts.bytes,
        version=facts.course.version,
        kind=facts.course.kind,
    )
