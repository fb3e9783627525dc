"""What the view and the kernel tell each other, beside the traits.

Questions carry a number, and the view that asked; an answer that is older than the newest question
is dropped there. So typing never waits for an answer, and never sees an old one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter

from officina_courses.model import Frozen
from officina_widgets.catalogue.asking import Ask, FacetCount
from officina_widgets.finding.cards import Card, Details

Id = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Asked(Frozen):
    """The view wants to know what is found."""

    type: Literal["ask"]
    view: Id
    number: int
    ask: Ask


class Opened(Frozen):
    """The view wants to show all of one record."""

    type: Literal["open"]
    view: Id
    number: int
    id: Id
    languages: Annotated[tuple[str, ...], Field(max_length=20)] = ("en",)


FromView = Annotated[Asked | Opened, Field(discriminator="type")]
FROM_VIEW: TypeAdapter[Asked | Opened] = TypeAdapter(FromView)


class ToView(Frozen):
    """An answer to the question of this number."""

    view: str = ""
    number: int = 0


class Answered(ToView):
    """What was found."""

    type: Literal["answer"] = "answer"
    total: int
    cards: tuple[Card, ...]
    others: tuple[Card, ...] = ()
    facets: dict[str, tuple[FacetCount, ...]]
    shown_for: str | None
    without: tuple[str, ...] = ()
    as_of: AwareDatetime
    is_snapshot: bool
    notes: tuple[str, ...] = ()


class Shown(ToView):
    """All of one record."""

    type: Literal["record"] = "record"
    details: Details


class Failed(ToView):
    """A sentence for the person; of a catalogue that is away the view has one in her language."""

    type: Literal["failed"] = "failed"
    sentence: str
    is_away: bool = False
