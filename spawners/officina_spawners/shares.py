"""Access that a person gave others to their running session (JupyterHub's shares) ends with it.

JupyterHub keeps a share until somebody takes it back, so whoever was let in once would get into
every later session, too.
"""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger(__name__)


def end_shares(server: Any) -> None:
    """Take back all access to this server of the Hub's database, and all codes for it."""
    if server is None or not (server.shares or server.share_codes):
        return
    log.info("access of others to %s/%s ends", server.user.name, server.name)
    server.shares.clear()  # both are deleted with that (delete-orphan), at the Hub's next commit
    server.share_codes.clear()
