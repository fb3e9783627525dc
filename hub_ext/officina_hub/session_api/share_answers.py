"""What the Hub says about who may enter a session, and about an invitation into one."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from officina_courses.model import CourseId, Frozen

NOTICE: Final = (
    "Whoever is let in can see, change, run and delete everything in your session, with your "
    "files and in your name. It ends when you take it back or when the session ends; a page that "
    "is open already may stay so for some minutes. Stop the session to be sure."
)
LONGEST_LINK_MINUTES: Final = 24 * 60

Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class ShareBody(Frozen):
    """The body of ``PUT shares``."""

    course: CourseId


class TrainerBody(Frozen):
    """The body of ``POST shares``."""

    course: CourseId
    user: UserName


class LinkBody(Frozen):
    """The body of ``POST shares/links``."""

    minutes: int = Field(default=60, ge=5, le=LONGEST_LINK_MINUTES)


class InvitationBody(Frozen):
    """The body of ``POST invitation``."""

    code: Code


class Access(Frozen):
    """One person, or one group, who may enter."""

    name: str
    kind: str
    since: AwareDatetime


class Link(Frozen):
    """A link that lets in whoever opens it until it expires; its code is told only once."""

    id: str
    expires_at: AwareDatetime | None
    used: int = Field(default=0, description="How often it has let somebody in")


class SharesAnswer(Frozen):
    """Who may enter this session beside its owner."""

    server: str
    url: str
    access: tuple[Access, ...]
    links: tuple[Link, ...] = ()
    notice: str = NOTICE


class LinkAnswer(Frozen):
    """``POST shares/links``: the code, which nobody can ask for again."""

    code: str
    link: Link
    notice: str = NOTICE


class InvitationAnswer(Frozen):
    """Into whose session a code leads."""

    owner: str
    server: str
    url: str = Field(default="", description="Empty until it is accepted")
