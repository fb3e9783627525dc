"""Secrets lie in files of their own, readable by one account; nothing here ever logs one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from officina_hub.errors import OfficinaError

# File name below secrets/ and the variable that may stand in for it on a Hub of one's own.
SECRETS: Final = {
    "proxy-token": "CONFIGPROXY_AUTH_TOKEN",
    "portal-token": "OFFICINA_PORTAL_TOKEN",
    "grader-token": "OFFICINA_GRADER_TOKEN",
    "supervisor-token": "OFFICINA_SUPERVISOR_TOKEN",
    "receipt-key": "OFFICINA_RECEIPT_KEY",
    "cookie-secret": "OFFICINA_COOKIE_SECRET",
}


def make_missing_secrets(folder: Path) -> None:
    """Write every secret that is not there yet; those that are there stay."""
    for name in SECRETS:
        try:
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())


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
    if len(value) < 32:
        raise OfficinaError(
            f"The secret {name} has {len(value)} characters.",
            "Shorter than 32 it could be guessed.",
            "Delete the file and start again, or set a longer one.",
        )
    return value
