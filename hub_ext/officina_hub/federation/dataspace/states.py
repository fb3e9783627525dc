"""Which message may be sent by whom in which state, and the state after it, as two tables.

They are the protocol's own state machines (2025-1-err1, sections 6.1.2 and 8.1.4), with the text's
rule that a termination may be sent in every state that is not the last.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from officina_hub.federation.dataspace.vocabulary import Side

C, P = Side.CONSUMER, Side.PROVIDER


class Move(NamedTuple):
    """A message, named by what it does, sent in a state by a side."""

    state: str
    what: str
    sender: Side


NEGOTIATION: Final = {
    Move("", "request", C): "REQUESTED",
    Move("", "offer", P): "OFFERED",
    Move("REQUESTED", "offer", P): "OFFERED",
    Move("REQUESTED", "agreement", P): "AGREED",
    Move("OFFERED", "request", C): "REQUESTED",
    Move("OFFERED", "accepted", C): "ACCEPTED",
    Move("ACCEPTED", "agreement", P): "AGREED",
    Move("AGREED", "verification", C): "VERIFIED",
    Move("VERIFIED", "finalized", P): "FINALIZED",
    **{
        Move(state, "termination", side): "TERMINATED"
        for state in ("REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED")
        for side in Side
    },
}
TRANSFER: Final = {
    Move("", "request", C): "REQUESTED",
    Move("REQUESTED", "start", P): "STARTED",
    **{Move("STARTED", "completion", side): "COMPLETED" for side in Side},
    **{Move("STARTED", "suspension", side): "SUSPENDED" for side in Side},
    **{Move("SUSPENDED", "start", side): "STARTED" for side in Side},
    **{
        Move(state, "termination", side): "TERMINATED"
        for state in ("REQUESTED", "STARTED", "SUSPENDED")
        for side in Side
    },
}
LAST: Final = frozenset({"FINALIZED", "COMPLETED", "TERMINATED"})
