"""Secrets lie in files of their own, readable by one account; nothing here ever logs one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from officina_hub.errors import OfficinaError
from officina_hub.written_once import write_once

# File name below secrets/ and the variable that may stand in for it on a Hub of one's own.
SECRETS: Final = {
    "proxy-token": "CONFIGPROXY_AUTH_TOKEN",
    "portal-token": "OFFICINA_PORTAL_TOKEN",
    "grader-token": "OFFICINA_GRADER_TOKEN",
    "supervisor-token": "OFFICINA_SUPERVISOR_TOKEN",
    "receipt-key": "OFFICINA_RECEIPT_KEY",
    "cookie-secret": "OFFICINA_COOKIE_SECRET",
    "catalogue-key": "OFFICINA_CATALOGUE_KEY",
}
SHORTEST: Final = 32
TOO_SHORT = "Delete the file and start again, or set a longer one."
RECEIPT_KEY_LOST = (
    "Restore it from the backup, because receipts of before can be checked with no other. Where "
    "none was given yet, delete it and start again."
)


def make_missing_secrets(folder: Path) -> None:
    """Write every secret that is not there yet; those that are there stay."""
    for name in SECRETS:
        write_once(folder / name, secrets.token_hex(32))


def read_secret(folder: Path, name: str) -> str:
    """The secret of that name, from its variable or its file.

    Raises
    ------
    OfficinaError
        When there is neither.

    """
    variable = SECRETS[name]
    value = os.environ.get(variable, "")
    if not value:
        try:
            value = (folder / name).read_text().strip()
        except OSError as error:
            raise OfficinaError(
                f"The secret {folder / name} cannot be read ({error.strerror}).",
                "Hub, portal and grader prove with it who they are.",
                f"Make one: openssl rand -hex 32 > '{folder / name}', or set {variable}.",
            ) from None
    if len(value) < SHORTEST:
        raise OfficinaError(
            f"The secret {name} has {len(value)} characters.",
            "Shorter than 32 it could be guessed.",
            RECEIPT_KEY_LOST if name == "receipt-key" else TOO_SHORT,
        )
    return value
