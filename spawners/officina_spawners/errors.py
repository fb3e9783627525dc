"""What can keep a session from starting, told in plain words.

::

    SessionError
    ├── OptionsError      the user options name something this hub does not offer
    ├── HomeError        the home folder cannot be made, or cannot be written
    ├── IsolationError    people cannot be kept apart here, and the settings forbid to go without
    ├── CommandError      the single-user server is not installed where it should be
    ├── EndedError        the single-user server ended before it answered
    ├── RefusedError      the batch system did not take the job
    │   ├── NoRightError      the hub may not hand over jobs in the person's name
    │   └── NotTakenError     the batch system answered in words that nobody knows, again and again
    ├── ClusterError      the session's cluster is not among the hub's
    ├── NoAccountError    the person has no account on the cluster
    ├── JobEndedError     the job ended while it waited or before its server answered
    └── GivenUpError      the start was told to end before it had come to anything

Each sentence says what happened, why it matters and what to do now. The person sees it with a
reference, which leads to the line in the hub's log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from officina_courses.saying import Saying, in_english, say

if TYPE_CHECKING:
    from officina_spawners.refusal import Refusal

INSIDE = say(
    "The session could not be started, for a reason inside the hub. Nothing of your work is lost. "
    "Please try again, and tell the hub's operator if it happens again."
)
NO_ANSWER = say(
    "JupyterLab did not answer within %(seconds)s seconds, so the session was ended. Please start "
    "it again; if it happens again, tell the hub's operator."
)
GIVEN_UP = say(
    "The start was given up before the session answered, so nothing runs. Start it again whenever "
    "you like."
)


def referring_to(reference: str) -> Saying:
    """What leads from the page to the line in the hub's log."""
    return say("(Reference for support: %(reference)s)", reference=reference)


class SessionError(Exception):
    """The family's root: ``code`` is the stable short name, the sentences are for the person."""

    code: ClassVar[str] = "session-error"
    status_code: ClassVar[int] = 500

    def __init__(self, *said: Saying) -> None:
        super().__init__(in_english(said))
        self.said = said

    def refusal(self, reference: str) -> Refusal:
        """What the Hub shows and logs, without a traceback."""
        from officina_spawners.refusal import Refusal  # two seconds, for the Hub alone

        said = (*self.said, referring_to(reference))
        return Refusal(said, reason=self.code, status_code=self.status_code)


class OptionsError(SessionError):
    code = "options-refused"
    status_code = 400


class HomeError(SessionError):
    code = "home-unusable"
    status_code = 507


class IsolationError(SessionError):
    code = "isolation-refused"
    status_code = 503


class CommandError(SessionError):
    code = "command-missing"
    status_code = 503


class EndedError(SessionError):
    code = "session-ended"
    status_code = 503


class RefusedError(SessionError):
    code = "job-refused"
    status_code = 409


class NoRightError(RefusedError):
    code = "hub-may-not-act"
    status_code = 503


class NotTakenError(RefusedError):
    code = "job-not-taken"
    status_code = 503


class JobEndedError(SessionError):
    code = "job-ended"
    status_code = 503


class GivenUpError(SessionError):
    code = "given-up"
    status_code = 409

    def __init__(self) -> None:
        super().__init__(GIVEN_UP)


class NoAccountError(SessionError):
    code = "no-account"
    status_code = 403


class ClusterError(SessionError):
    code = "cluster-unknown"
    status_code = 503
