"""What travels about sessions prepared for a class, between portal and command line.

The portal imports these from here, so that client and server cannot disagree. Times are aware UTC.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StrictInt, StringConstraints

from officina_courses.model import Frozen

Value = Annotated[str, StringConstraints(max_length=200)]
Number = Annotated[StrictInt, Field(ge=0, le=1_000_000)]  # true is no number
Choice = Annotated[dict[Value, Value | Number], Field(max_length=20)]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=255)]
MOST_LEARNERS = 500
UNUSED_MINUTES = 30

SeatState = Literal[
    "planned",  # is started when its time has come, as fast as the Hub takes them
    "queued",  # waits in the queue of the cluster; ``message`` says why
    "starting",
    "running",  # and nobody has opened it yet
    "opened",  # its learner has been in it: from here on it is theirs alone
    "own",  # the learner had a session already, which was left as it is
    "refused",  # ``message`` says why
    "ending",
    "declined",  # its learner did not want it
    "cancelled",  # a trainer took it back
    "unused",  # nobody opened it in time
    "ended",  # it ended otherwise
]


class PrestartOrder(Frozen):
    """What a trainer asks for; without ``users`` for every learner of the course."""

    choice: Choice = Field(description="The options of a session, as in the Hub's session API")
    start_at: AwareDatetime | None = Field(default=None, description="Null: now")
    unused_minutes: int = Field(
        default=UNUSED_MINUTES,
        ge=5,
        le=480,
        description="A session that nobody has opened ends after running so long",
    )
    users: tuple[UserName, ...] | None = Field(default=None, max_length=MOST_LEARNERS)


class SeatOut(Frozen):
    """One learner's session of a plan."""

    user: str
    state: SeatState
    code: str = Field(default="", description="Why it was refused, stable")
    message: str = Field(default="", description="Why it waits or was refused, for the trainer")
    job: str = ""
    expected_low_seconds: float | None = None
    expected_high_seconds: float | None = None
    running_since: AwareDatetime | None = None
    changed_at: AwareDatetime


class PrestartOut(Frozen):
    """A plan with the sessions that belong to it."""

    id: str
    course_id: str
    created_by: str
    created_at: AwareDatetime
    start_at: AwareDatetime
    choice: Choice
    unused_minutes: int
    state: Literal["open", "cancelled", "over"]
    changes: int = Field(description="Grows with each change; give it back to wait for the next")
    trouble: str = Field(
        default="", description="Why the last try came to nothing; it is tried again by itself"
    )
    reference: str = Field(default="", description="Leads the operator to it in the logs")
    seats: tuple[SeatOut, ...]


class SeatQuoteOut(Frozen):
    """What the choice would be for one learner."""

    user: str
    verdict: Literal["ready", "own", "refused"]
    code: str = ""
    message: str = ""
    gpu_hours: float | None = None


class PrestartQuote(Frozen):
    """What a plan would cost and who could not have a session, before anything is started."""

    seats: tuple[SeatQuoteOut, ...]
    ready: int = Field(description="How many sessions would be started")
    gpu_hours: float | None = Field(description="In all, at most; null: nobody knows")
    unit: Literal["gpus", "cores", ""] = Field(default="", description="What is counted as free")
    free: int | None = Field(default=None, description="Of that, free now; null: not known")
    total: int | None = None
