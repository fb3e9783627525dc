"""What a package is refused for, in words for the person who sent it."""

from __future__ import annotations

from officina_courses.archive.limits import MIB, Limits
from officina_courses.errors import ArchiveError, ArchiveTooLarge


def broken(reason: str) -> ArchiveError:
    """The package is damaged or was cut off."""
    return ArchiveError(
        f"The package cannot be read: {reason}.",
        why="Parts of it may be missing, so nothing of it was taken.",
        todo="Send it again; if that does not help, make the package anew.",
    )


def forbidden_kind(name: str, kind: str) -> ArchiveError:
    """A member is neither a plain file nor a folder."""
    return ArchiveError(
        f"The package holds {name[:200]!a}, which is {kind}.",
        why="Only plain files and folders are taken, because anything else could lead out of the "
        "folder it is unpacked in.",
        todo="Replace it by a copy of the file it stands for and send the package again.",
        code="archive-kind",
    )


def check_size(path: str, size: int, total: int, limits: Limits) -> None:
    """Raise where one file, or all files so far, are larger than allowed."""
    if size > limits.max_file_bytes:
        raise ArchiveTooLarge(
            f"The file {path!a} has {size / MIB:.1f} MiB; one file may have "
            f"{limits.max_file_bytes / MIB:.1f} MiB.",
            why="Large files fill the disk that all learners share, so nothing was taken.",
            todo="Make the file smaller (clear the notebook's outputs, or keep data elsewhere).",
        )
    if total > limits.max_total_bytes:
        raise too_many_bytes(limits)


def too_many_bytes(limits: Limits) -> ArchiveTooLarge:
    """All files together are too large."""
    return ArchiveTooLarge(
        f"The package has more than {limits.max_total_bytes / MIB:.1f} MiB.",
        why="Large packages fill the disk that all learners share, so nothing was taken.",
        todo="Remove what is not needed (outputs, data that can be loaded) and send it again.",
    )


def too_many(limits: Limits) -> ArchiveTooLarge:
    """There are too many files and folders."""
    return ArchiveTooLarge(
        f"The package has more than {limits.max_files} files.",
        why="That many files are not a notebook exercise, so nothing was taken.",
        todo="Remove what is not needed, or put data files into one archive, and send it again.",
        code="archive-too-many-files",
    )
