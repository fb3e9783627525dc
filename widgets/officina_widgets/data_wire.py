"""What travels between portal, pages and sessions about data that come under terms."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from officina_courses.model import Frozen
from officina_widgets.wire import Sha256


def data_file_name(title: str) -> str:
    """A name for a dataset's file that any system takes, the same wherever it is kept."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "dataset"


DataState = Literal[
    "negotiating",  # the provider was asked, and has not made the agreement yet
    "refused",  # one of both ended it; nothing was agreed
    "fetching",  # agreed; the data are on their way
    "failed",  # agreed; the data did not come
    "stopped",  # whoever asked stopped it
    "here",  # agreed, and the data are here
    "removed",  # agreed; the data were here and were removed
]
TermKind = Literal["allowed", "forbidden", "owed", "unknown"]
TermAnswer = Literal["yes", "no", "unknown"]
Plan = Annotated[str, Field(max_length=200)]
# In the words of ODRL, from what asks least of a provider to what asks most.
PlannedAction = Literal[
    "read",
    "analyze",
    "anonymize",
    "modify",
    "derive",
    "reproduce",
    "share",
    "distribute",
    "commercialize",
    "sell",
]


class TermsQuery(Frozen):
    """What the data are wanted for, by which the terms are judged."""

    purpose: Plan = Field(default="", description="In the word that the terms have for it")
    country: Annotated[str, Field(pattern=r"^([A-Za-z]{2})?$")] = Field(
        default="", description="Where they will be used, such as FI"
    )
    actions: Annotated[tuple[PlannedAction, ...], Field(max_length=20)] = Field(
        default=(), description="What will be done with them; none of these: use at large"
    )


class ClauseOut(Frozen):
    """One rule in plain words, and whether it leaves the use alone.

    Of what is owed ``yes`` says that it can be promised.
    """

    kind: TermKind
    text: str
    conditions: tuple[str, ...] = ()
    answer: TermAnswer


class OfferOut(Frozen):
    """One offer of the provider, for one dataset."""

    digest: Sha256 = Field(description="Of these very terms; whoever agrees sends it back")
    answer: TermAnswer = Field(description="``unknown``: a person has to read and decide")
    clauses: tuple[ClauseOut, ...]
    policy: dict[str, Any] = Field(description="As the provider wrote it, in ODRL")


class TermsOut(Frozen):
    """What a provider asks for one dataset, as it says now."""

    record_id: str
    dataset: str
    title: str
    provider: str
    is_fetchable: bool = Field(description="Whether it is handed out in a way that is known here")
    offers: tuple[OfferOut, ...]


class AgreeIn(TermsQuery):
    """Somebody agrees."""

    record_id: Annotated[str, Field(max_length=20)]
    digest: Sha256
    decided: bool = Field(
        default=False,
        description="That the person has read what a machine cannot judge, may sign, and finds it "
        "fine",
    )


class DataAgreementOut(Frozen):
    """One person's way from an offer to its data."""

    id: str
    state: DataState
    why: str = ""
    record_id: str
    title: str
    provider: str
    dataset: str
    purpose: str
    country: str
    actions: tuple[str, ...] = ()
    by: str
    by_person: bool
    offer: dict[str, Any]
    agreement_id: str = ""
    begun_at: AwareDatetime
    agreed_at: AwareDatetime | None
    sha256: Sha256 | None
    bytes: int | None
    fetched_at: AwareDatetime | None
