"""What travels between the Hub and the portal about sessions that are prepared for a class.

Times are aware UTC. Each answer is about one learner's default server, as far as a trainer has to
know it: nothing is told of what runs in it, of its address or its log.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StrictInt, StringConstraints

from officina_courses.model import CourseId, Frozen
from officina_hub.session_api.answers import Choice, Expected, Fault, ProfileOffer

PlanId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Wanted = dict[str, str | StrictInt]  # a choice as it was asked for; true is no number
MOST_USERS = 500

Where = Literal["stopped", "waiting", "starting", "running", "stopping"]


class RosterBody(Frozen):
    """A choice, and for whom it is to be looked at."""

    users: tuple[UserName, ...] = Field(max_length=MOST_USERS)
    choice: Wanted


class SeatQuote(Frozen):
    """What the choice would be for one learner."""

    user: str
    is_known: bool = Field(default=True, description="Whether the Hub has such a user")
    is_active: bool = Field(default=False, description="Whether a server of theirs lives already")
    choice: Choice = Field(default_factory=dict)
    gpu_hours: float | None = Field(default=0, description="At most; null: nobody knows")
    expected: Expected | None = None
    faults: tuple[Fault, ...] = ()


class RosterAnswer(Frozen):
    """``POST prestarts/quotes``; ``offer`` has only what all of them may choose."""

    seats: tuple[SeatQuote, ...]
    offer: ProfileOffer | None = None


class PrestartBody(Frozen):
    """One learner's session of a plan; ``reference`` leads to the portal's log."""

    plan: PlanId
    course: CourseId
    by: UserName
    choice: Wanted
    reference: str = Field(default="", max_length=64, pattern=r"^[0-9a-f]*$")


class StatesBody(Frozen):
    """Whose sessions of which plan are asked for."""

    plan: PlanId
    users: tuple[UserName, ...] = Field(max_length=MOST_USERS)


class SeatState(Frozen):
    """Where one learner's default server stands."""

    user: str
    state: Where
    is_of_plan: bool = Field(default=False, description="Whether it is the one that was prepared")
    is_opened: bool = Field(default=False, description="Whether its learner has been in it")
    job: str = ""
    node: str = ""
    why: str = Field(default="", description="Why it waits")
    expected: Expected | None = None
    running_since: AwareDatetime | None = None
    refusal: Fault | None = Field(default=None, description="Why it was not, or did not, start")


class StatesAnswer(Frozen):
    """``POST prestarts/states``."""

    seats: tuple[SeatState, ...]
