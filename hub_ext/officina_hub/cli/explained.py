"""Which errors are ours to explain: their sentence is all that somebody at a terminal needs."""

from __future__ import annotations

import errno


def is_explained(error: Exception) -> bool:
    """Whether the error belongs to one of our families; they are imported when one is needed."""
    from officina_courses.errors import CourseError
    from officina_hub.errors import OfficinaError
    from officina_hub.portal.errors import PortalError as PortalsOwnError
    from officina_widgets.errors import PortalError
    from officina_widgets.session.batch_job import NotContinued

    families = (CourseError, NotContinued, OfficinaError, PortalError, PortalsOwnError)
    return isinstance(error, families)


WHAT_TO_DO = {
    errno.EACCES: "You may not read or change it. Let its owner allow it, or do this as the owner.",
    errno.EPERM: "You may not change it. Let its owner allow it, or do this as the owner.",
    errno.EROFS: "It lies where nothing can be written. Take a copy, and work on that.",
    errno.ENOSPC: "The disk is full. What was told as done is kept; make room and start again.",
    errno.EDQUOT: "Your share of the disk is used up. What was told as done is kept; make room and "
    "start again.",
}


def explained(error: Exception) -> str | None:
    """The sentence to show for an error; None where only a traceback helps.

    The system's own refusals are told with the file that they are about.
    """
    if is_explained(error):
        return str(error).strip()
    if isinstance(error, OSError) and error.errno in WHAT_TO_DO:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}. {WHAT_TO_DO[error.errno]}"
    return None
