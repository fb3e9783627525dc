"""The portal's database, found by the data folder and brought to this version."""

from __future__ import annotations

import os

from officina_hub.data_folder import DataFolder
from officina_hub.portal_facts import portal_facts


def portal_database_url(data: DataFolder) -> str:
    """Where the portal's records are: what factory.toml says, else SQLite in the data folder."""
    return str(portal_facts(data)["database_url"])


def upgrade_portal_database(data: DataFolder) -> tuple[str | None, str]:
    """Upgrade, and tell the revisions before and after; raises ``DatabaseRefused``."""
    from officina_hub.portal.db import upgrade

    os.umask(0o077)
    data.portal.mkdir(mode=0o700, parents=True, exist_ok=True)
    revision = upgrade(portal_database_url(data))
    return revision.found, revision.expected
