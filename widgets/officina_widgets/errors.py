"""What can go wrong between the notebook side and the portal, as one family.

::

    PortalError
    ├── NotConfigured        no address or no token to speak with
    ├── BadName              a name that no course, exercise or person has
    ├── FolderInTheWay       the exercise's folder cannot be written here
    ├── PortalUnreachable    nobody answers, or the answer broke off
    ├── PortalBroken         an error of the portal itself, or no portal's answer at all
    └── Refused              the portal understood and said no
        ├── NotAllowed       not logged in, or not one's own
        ├── NotFound         no such course, exercise or submission
        ├── Conflict         it clashes with what is there
        ├── TooLarge         more bytes than the portal takes
        └── TooMany          more requests of one person than it takes in so short a time

``str(error)`` is fit for a learner's eyes: what happened, why it matters, what to do now, and the
reference under which support finds the event in the portal's log.
"""

from __future__ import annotations

from pydantic import ValidationError

from officina_widgets.wire import Problem


class PortalError(Exception):
    """A request to the portal did not do what it was asked for."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "portal-error",
        status: int | None = None,
        correlation_id: str = "",
    ) -> None:
        reference = f" (Reference: {correlation_id})" if correlation_id else ""
        super().__init__(message + reference)
        self.message = message
        self.code = code
        self.status = status
        self.correlation_id = correlation_id


class NotConfigured(PortalError):  # noqa: N818 - the name is the answer, as in JupyterHub's HTTP 404
    """There is no address of a portal, or no token."""


class BadName(PortalError):  # noqa: N818
    """A name that cannot be one, so that nobody was asked about it."""


class FolderInTheWay(PortalError):  # noqa: N818
    """Something in the home folder keeps the material from being put there."""


class PortalUnreachable(PortalError):  # noqa: N818
    """No answer came, or not a whole one."""


class PortalBroken(PortalError):  # noqa: N818
    """The portal has a fault, or what answered is no portal of ours."""


class Refused(PortalError):  # noqa: N818
    """The portal said no; the request would have to be another one."""


class NotAllowed(Refused):
    """Not logged in, or no right to this."""


class NotFound(Refused):
    """What was asked for is not there."""


class Conflict(Refused):
    """It clashes with what is there already: a release, or a lease that has run out."""


class TooLarge(Refused):
    """More than the portal takes."""


class TooMany(Refused):
    """More requests in a short time than the portal takes of one person."""


KIND_BY_STATUS: dict[int, type[Refused]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    429: TooMany,
}

NO_ANSWER = (
    "The learning portal at {url} does not answer ({reason}). So nothing was changed there, and "
    "your own files are untouched. Wait a minute and try again; if it stays so, tell your support."
)
UNREACHABLE = "portal-unreachable"
NOBODY_BEHIND = (502, 503, 504)
"""What a proxy says where the portal behind it does not answer."""
NOT_A_PORTAL = (
    "The address {url} answered with HTTP {status}, but not in the way the portal does. So nothing "
    "was read or sent. Try again in a minute; if it stays so, tell your support that the portal's "
    "address may be wrong."
)


def error_of(status: int, body: bytes, url: str) -> PortalError:
    """The error that an answer with this status and body means."""
    try:
        problem = Problem.model_validate_json(body)
    except ValidationError:
        if status in NOBODY_BEHIND:
            sentence = NO_ANSWER.format(url=url, reason=f"HTTP {status}")
            return PortalUnreachable(sentence, code=UNREACHABLE, status=status)
        return PortalBroken(
            NOT_A_PORTAL.format(url=url, status=status), code="not-a-portal", status=status
        )
    kind: type[PortalError] = PortalBroken
    if problem.code == UNREACHABLE:  # said by a session's server that asks for its kernels
        kind = PortalUnreachable
    elif status < 500:
        kind = KIND_BY_STATUS.get(status, Refused)
    return kind(
        problem.detail,
        code=problem.code,
        status=status,
        correlation_id=problem.correlation_id,
    )
