"""The one door for packages: courses, releases and submissions travel as plain tar files.

*Package* is the tar, *member* one file in it. Written packages are deterministic: same files, same
bytes. Read packages come from strangers: nothing in them is believed, everything is bounded.
"""

from officina_courses.archive.extracting import extract_tar
from officina_courses.archive.limits import (
    COURSE_LIMITS,
    SUBMISSION_LIMITS,
    ArchivedFile,
    Limits,
    bundle_sha256,
)
from officina_courses.archive.paths import safe_path
from officina_courses.archive.reading import Member, read_tar
from officina_courses.archive.writing import Entry, folder_entries, tar_folder, write_tar
from officina_courses.errors import ArchiveError, ArchiveTooLarge

__all__ = [
    "COURSE_LIMITS",
    "SUBMISSION_LIMITS",
    "ArchiveError",
    "ArchiveTooLarge",
    "ArchivedFile",
    "Entry",
    "Limits",
    "Member",
    "bundle_sha256",
    "extract_tar",
    "folder_entries",
    "read_tar",
    "safe_path",
    "tar_folder",
    "write_tar",
]
