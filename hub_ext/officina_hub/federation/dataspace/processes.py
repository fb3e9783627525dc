"""A negotiation and a transfer as records, and what a message makes of them.

All functions are pure: they give the record as it is afterwards, or raise ``Mismatch``.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal, TypeVar

from pydantic import AwareDatetime

from officina_courses.model import Frozen
from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.messages import DataAddress
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.states import LAST, NEGOTIATION, TRANSFER, Move
from officina_hub.federation.dataspace.vocabulary import PULL, Side


class Process(Frozen):
    """What both kinds have: two names, a partner, where it is reached, and a state."""

    side: Side
    consumer_pid: str
    provider_pid: str = ""
    partner: str
    # Of the other side, without the last part, which names the message.
    address: str = ""
    state: str = ""
    reason: str = ""
    by: str = ""
    started_at: AwareDatetime
    changed_at: AwareDatetime

    @property
    def pid(self) -> str:
        """Its name on this side."""
        return self.consumer_pid if self.side is Side.CONSUMER else self.provider_pid

    def text(self) -> str:
        """To be kept: policies as they came, without what nobody wrote into them."""
        return self.model_dump_json(by_alias=True, exclude_unset=True)

    @property
    def is_over(self) -> bool:
        return self.state in LAST


class Negotiation(Process):
    """About one offer for one dataset, which is the offer's target."""

    kind: Literal["negotiation"] = "negotiation"
    offer: Policy
    agreement: Policy | None = None


class Transfer(Process):
    """Under one agreement."""

    kind: Literal["transfer"] = "transfer"
    agreement_id: str
    format: str = PULL
    data_address: DataAddress | None = None


P = TypeVar("P", bound=Process)


def new_pid() -> str:
    """A name that nothing else has, and nobody guesses."""
    return f"urn:uuid:{uuid.uuid4()}"


def moved(process: P, what: str, sender: Side, now: datetime, reason: str = "") -> P:
    """After that message of that side."""
    table = NEGOTIATION if isinstance(process, Negotiation) else TRANSFER
    after = table.get(Move(process.state, what, sender))
    if after is None:
        raise Mismatch(
            400,
            "wrong-transition",
            f"In the state {process.state or 'before the first'} the {sender} may send no {what}.",
        )
    changed = {"state": after, "changed_at": now, "reason": reason or process.reason}
    return process.model_copy(update=changed)
