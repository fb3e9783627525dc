"""Until when each signature holds, for whoever has to renew it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from tuf.api.metadata import Metadata, Role, Root, Snapshot, Targets, Timestamp

from officina_courses.model import Frozen
from officina_courses.saying import Saying, say
from officina_hub.federation.trust.roles import ROOT, TARGETS, lifetime_of

State = Literal["holds", "ends-soon", "ended"]
AnyMetadata = Metadata[Root] | Metadata[Timestamp] | Metadata[Snapshot] | Metadata[Targets]

BY_ITS_KEYS: Final = say(
    "Bring the keys of %(role)s and run: officina federation publish --key FILE. Keys at another "
    "place sign the draft: officina federation keys sign"
)
BY_PUBLISHING: Final = say(
    "Run: officina federation publish. Where factory.toml names federation_address the running "
    "portal does so by itself, and its log says why it could not."
)


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
    todo = todo_of(role, state)
    return RoleStanding(
        role=role,
        version=held.signed.version,
        expires=held.signed.expires,
        keys=tuple(named.keyids),
        threshold=named.threshold,
        state=state,
        todo=str(todo) if todo else "",
    )


def todo_of(role: str, state: State) -> Saying | None:
    """What is to be done for a role, for translation; None where nothing is."""
    if state == "holds":
        return None
    return BY_ITS_KEYS.with_values(role=role) if role in {ROOT, TARGETS} else BY_PUBLISHING
