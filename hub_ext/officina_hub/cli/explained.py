"""Which errors are ours to explain: their sentence is all that somebody at a terminal needs."""

from __future__ import annotations


def is_explained(error: Exception) -> bool:
    """Whether the error belongs to one of our families; they are imported when one is needed."""
    from officina_courses.errors import CourseError
    from officina_hub.errors import OfficinaError
    from officina_hub.portal.errors import PortalError as PortalsOwnError
    from officina_widgets.errors import PortalError
    from officina_widgets.session.batch_job import NotContinued

    families = (CourseError, NotContinued, OfficinaError, PortalError, PortalsOwnError)
    return isinstance(error, families)
