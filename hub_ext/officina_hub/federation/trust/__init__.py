"""Who may say what in a published folder, by The Update Framework (TUF 1.0).

A *role* signs metadata and nothing else. ``root`` names the keys of the others; ``timestamp`` says
what is newest, ``snapshot`` which versions belong together, ``targets`` which factories there are;
``factory-<id>`` names each file below ``<id>/`` with its length and SHA-256. Beside the making of
it stands the reading: whether what a peer gives can be believed, and if not, why.

This room knows no portal, no database and no network: whoever calls hands in folders, keys, the
moment, and for reading a TUF ``FetcherInterface``.
"""

from __future__ import annotations

from officina_hub.federation.trust.drafts import Draft, Drafts
from officina_hub.federation.trust.keyring import Keyring
from officina_hub.federation.trust.peer import Believed, PeerFolder
from officina_hub.federation.trust.repository import Founding, Repository
from officina_hub.federation.trust.roles import factory_of, factory_role
from officina_hub.federation.trust.standing import RoleStanding, todo_of
from officina_hub.federation.trust.verdicts import NotTrusted, Verdict

__all__ = [
    "Believed",
    "Draft",
    "Drafts",
    "Founding",
    "Keyring",
    "NotTrusted",
    "PeerFolder",
    "Repository",
    "RoleStanding",
    "Verdict",
    "factory_of",
    "factory_role",
    "todo_of",
]
