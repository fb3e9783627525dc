"""What can go wrong in the portal, as one family.

::

    PortalError               an answer to a request: status, code, sentence
    ├── NotFound              404, also for what the asker may not see
    ├── NotLoggedIn           401
    ├── Forbidden             403
    ├── BadRequest            400, or 422 where the form is right and the content is not
    ├── NotAcceptable         406, none of the forms that the asker takes
    ├── TooSlow               408, the rest of the request did not come
    ├── Conflict              409
    ├── TooLarge              413
    ├── TooMany               429, too often in so short a time
    ├── HubUnavailable        503, the Hub does not answer
    │   ├── HubGone           it is not there at all: it may be restarting
    │   └── HubFailed         it answered that it could not
    ├── PartnerFailed         502, a partner in a data space cannot be asked
    └── StorageFull           507, the disk or the quota is full
    DatabaseRefused           the portal cannot start with this database (db.migrate, db.integrity)

A sentence has three parts: what happened, with the value; why it matters; what to do now.
``code`` is stable and may be relied upon; the sentences may be reworded. One that is a ``Saying``
reaches readers in their language.
"""

# ruff: noqa: N818 - here a name is the answer: NotFound, Conflict, TooLarge

from __future__ import annotations

from typing import ClassVar

from officina_courses.saying import Saying, say
from officina_hub.errors import OfficinaError


class PortalError(Exception):
    """An answer other than the one hoped for, fit to be read by the person who asked."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, code: str, message: str | Saying) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = str(message)
        self.said = message if isinstance(message, Saying) else None


class NotFound(PortalError):
    """There is no such thing, or the asker may not know of it."""

    status = 404
    title = "Not found"


class NotLoggedIn(PortalError):
    """Nobody knows who asks."""

    status = 401
    title = "Not logged in"


class Forbidden(PortalError):
    """The asker is known and may not do this."""

    status = 403
    title = "Not allowed"


class BadRequest(PortalError):
    """The request cannot be read."""

    status = 400
    title = "The request cannot be read"


class Unacceptable(BadRequest):
    """The request can be read, but what it says cannot be."""

    status = 422
    title = "The request was refused"


class NotAcceptable(PortalError):
    """There is the thing, but in no form that the asker takes."""

    status = 406
    title = "Not in that form"


class TooSlow(PortalError):
    """The sender fell silent in the middle of the request."""

    status = 408
    title = "Too slow"


class Conflict(PortalError):
    """What is there already stands against it."""

    status = 409
    title = "Conflict"


class TooLarge(PortalError):
    """More bytes or files than allowed."""

    status = 413
    title = "Too large"


class TooMany(PortalError):
    """One person asked too often in a short time; tells after how many seconds to ask again."""

    status = 429
    title = "Too many"

    def __init__(
        self, code: str, message: str | Saying, *, retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(code, message)
        self.retry_after_seconds = retry_after_seconds


class HubUnavailable(PortalError):
    """The Hub does not answer."""

    status = 503
    title = "The Hub does not answer"


class HubGone(HubUnavailable):
    """Nobody listens where the Hub should be, or it ended in the middle of its answer."""


class HubFailed(HubUnavailable):
    """The Hub answered, and said that it could not."""

    title = "The Hub could not do it"


class PartnerFailed(PortalError):
    """A partner in a data space does not answer, or answers something else."""

    status = 502
    title = "The partner does not answer"


class StorageFull(PortalError):
    """The disk or the quota is full."""

    status = 507
    title = "The disk is full"


class DatabaseRefused(OfficinaError):
    """The portal's database cannot be used as it is."""


STORAGE_FULL = StorageFull(
    "storage-full",
    "The portal's disk is full, so nothing of this request was kept. Your work in your own folder "
    "is untouched. Tell the operator, and send it again once there is space.",
)
WRITTEN_MEANWHILE = Conflict(
    "written-meanwhile",
    say(
        "Somebody else wrote to the same thing at this very moment, so nothing of this was kept, "
        "or one of the two would be lost. Look at it again, and send yours once more if it still "
        "holds."
    ),
)
