"""Keys in files: read, or made at first need, readable by nobody else."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from officina_hub.errors import OfficinaError
from officina_hub.secret_files import RECEIPT_KEY_LOST, SECRETS, SHORTEST
from officina_hub.written_once import write_once

KEY_BYTES = 32
RECEIPT_VARIABLE: Final = SECRETS["receipt-key"]
FORGED_RECEIPTS = "Shorter than 32 it could be guessed, and receipts forged with it."
FORGED_COOKIES = "Shorter than 32 it could be guessed, and logins forged with it."
MAKES_ANEW = "Delete the file and start again; everybody then logs in anew."


def receipt_key(path: Path) -> bytes:
    """The key that signs receipts: from its variable, as on a Hub of one's own, or its file.

    Raises
    ------
    OfficinaError
        When it is empty or short.

    """
    given = os.environ.get(RECEIPT_VARIABLE, "")
    key = given.encode() if given else _read_or_make(path)
    if len(key) < SHORTEST:
        name = f"variable {RECEIPT_VARIABLE}" if given else f"secret {path}"
        raise OfficinaError(
            f"The {name} has {len(key)} characters.", FORGED_RECEIPTS, RECEIPT_KEY_LOST
        )
    return key


def cookie_secret(path: Path) -> bytes:
    """The key that signs the portal's cookies.

    Raises
    ------
    OfficinaError
        When it is empty or short.

    """
    key = _read_or_make(path)
    if len(key) < SHORTEST:
        raise OfficinaError(
            f"The secret {path} has {len(key)} characters.", FORGED_COOKIES, MAKES_ANEW
        )
    return key


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_once(path, secrets.token_hex(KEY_BYTES))
    return path.read_bytes().strip()
