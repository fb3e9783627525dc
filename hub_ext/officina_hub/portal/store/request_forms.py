"""What a request for access says, as its person wrote it, and as both sides see it later."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from officina_courses.model import Frozen
from officina_hub.factory.mail import MailAddress
from officina_widgets.catalogue.words import Words, seen_only

LONGEST: Final = 4000
LONGEST_LINE: Final = 200

State = Literal["sent", "seen", "question", "replied", "granted", "refused", "withdrawn"]
Decision = Literal["question", "granted", "refused"]
OPEN: Final[tuple[State, ...]] = ("sent", "seen", "question", "replied")

Told = Annotated[str, AfterValidator(seen_only), StringConstraints(max_length=LONGEST)]
Needed = Annotated[Told, StringConstraints(min_length=1)]
Line = Annotated[
    str,
    AfterValidator(lambda text: " ".join(seen_only(text).split())),
    StringConstraints(max_length=LONGEST_LINE),
]
FormKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class RequestForm(Frozen):
    """The form. Characters that nobody sees are left out of its texts."""

    key: FormKey = Field(description="A UUID made by the sender: sent again it is the same request")
    purpose: Needed = Field(description="What it is for")
    needs: Told = Field(default="", description="What and how much is needed")
    wanted: Line = Field(default="", description="When, in the person's words")
    firm: Line = Field(default="", description="The firm or organisation, if there is one")
    contact: MailAddress | Literal[""] = Field(default="", description="Where to mail the answer")
    language: Literal["en", "de", "fi"] = "en"
    shares_courses: bool = Field(default=False, description="Whether one's courses are passed on")


class Addressee(Frozen):
    """Somebody outside the portal whom a request is told to, and by which way."""

    way: Literal["mail", "post"]
    address: Annotated[str, StringConstraints(max_length=2000)]


class FiledRequest(RequestForm):
    """The form of a record."""

    record_id: Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{20}$")]
    told: tuple[Addressee, ...] | None = Field(
        default=None,
        description="Whom the person was told that it goes to; where this is not so any more, "
        "nothing is sent",
    )


class SharedCourse(Frozen):
    """How far the person has come in a course, as they passed it on."""

    title: str
    handed_in: int
    exercise_count: int
    score: float
    max_score: float


class Step(Frozen):
    """What one side did or said."""

    step: int
    at: AwareDatetime
    by: str
    deed: Literal["sent", "seen", "question", "reply", "granted", "refused", "withdrawn"]
    text: str


class RequestLine(Frozen):
    """A request in a list."""

    id: str
    number: int
    user: str
    firm: str
    record_id: str
    kind: str
    title: Words
    offered_by: str
    state: State
    sent_at: AwareDatetime
    seen_at: AwareDatetime | None
    first_answer_at: AwareDatetime | None
    changed_at: AwareDatetime
    has_news: bool = Field(description="Whether there is something its person has not seen yet")

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN


class RequestOut(RequestLine):
    """All of a request."""

    purpose: str
    needs: str
    wanted: str
    contact: str
    language: str
    courses: tuple[SharedCourse, ...]
    told: tuple[Addressee, ...]
    steps: tuple[Step, ...]
