"""The bounds of packages that ``[portal]`` names, as the door for packages wants them."""

from __future__ import annotations

from typing import NamedTuple

from officina_courses.archive import COURSE_LIMITS, SUBMISSION_LIMITS, Limits
from officina_hub.factory.model import Portal

MIB = 1024 * 1024


class PackageLimits(NamedTuple):
    """The bounds of what trainers publish, and of what learners hand in."""

    course: Limits
    submission: Limits


def package_limits(portal: Portal) -> PackageLimits:
    """The bounds of every kind of package."""
    return PackageLimits(course_limits(portal), submission_limits(portal))


def submission_limits(portal: Portal) -> Limits:
    """What one submission may be; a single file may fill all of it."""
    size = portal.max_submission_mib * MIB
    return SUBMISSION_LIMITS.model_copy(
        update={
            "max_files": portal.max_submission_files,
            "max_file_bytes": size,
            "max_total_bytes": size,
        }
    )


def course_limits(portal: Portal) -> Limits:
    """What one course package may be in all."""
    return COURSE_LIMITS.model_copy(update={"max_total_bytes": portal.max_course_mib * MIB})
