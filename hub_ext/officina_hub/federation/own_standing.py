"""How a factory stands with what it publishes itself, told without any private key."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from tuf.api.exceptions import RepositoryError

from officina_courses.saying import Saying, say
from officina_hub.errors import OfficinaError
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.trust import Draft, Keyring, Repository, RoleStanding

UNREADABLE: Final = say(
    "The signatures in federation/published of the data folder cannot be read, so peers refuse "
    "what is published. Put back that folder from a backup, then run: officina federation rotate "
    "timestamp, the same with snapshot, and officina federation publish"
)


class OwnStanding(NamedTuple):
    """No roles where nobody has begun; ``drafts`` wait for signatures, ``trouble`` is told."""

    roles: tuple[RoleStanding, ...] = ()
    drafts: tuple[Draft, ...] = ()
    trouble: Saying | None = None


def own_standing(place: FederationPlace, now: datetime) -> OwnStanding:
    """As it is at that moment."""
    repository = Repository(place.published, place.drafts, Keyring(), now)
    try:
        drafts = tuple(draft for draft in repository.drafts() if draft.missing)
        roles = tuple(repository.standing()) if place.has_begun else ()
    except (OfficinaError, RepositoryError, OSError):
        return OwnStanding(trouble=UNREADABLE)
    return OwnStanding(roles, drafts)
