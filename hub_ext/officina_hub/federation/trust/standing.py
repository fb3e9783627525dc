"""Until when each signature holds, for whoever has to renew it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from tuf.api.metadata import Metadata, Role, Root, Snapshot, Targets, Timestamp

from officina_courses.model import Frozen
from officina_hub.federation.trust.roles import ROOT, TARGETS, lifetime_of

State = Literal["holds", "ends-soon", "ended"]
AnyMetadata = Metadata[Root] | Metadata[Timestamp] | Metadata[Snapshot] | Metadata[Targets]

BY_ROOT_KEYS: Final = (
    "Bring the keys of {role} and run: officina federation publish --key FILE. Keys at another "
    "place sign the draft: officina federation keys sign"
)
BY_PUBLISHING: Final = "Run each day: officina federation publish"


class RoleStanding(Frozen):
    """One role, and what is to be done for it; ``todo`` is empty where nothing is."""

    role: str
    version: int
    expires: datetime
    keys: tuple[str, ...]
    threshold: int
    state: State
    todo: str = ""


def standing_of(role: str, held: AnyMetadata, named: Role, now: datetime) -> RoleStanding:
    """How it stands with a role at that moment."""
    left = held.signed.expires - now
    state: State = "holds"
    if left <= lifetime_of(role).warned:
        state = "ends-soon" if left.total_seconds() > 0 else "ended"
    todo = BY_ROOT_KEYS.format(role=role) if role in {ROOT, TARGETS} else BY_PUBLISHING
    return RoleStanding(
        role=role,
        version=held.signed.version,
        expires=held.signed.expires,
        keys=tuple(named.keyids),
        threshold=named.threshold,
        state=state,
        todo="" if state == "holds" else todo,
    )
