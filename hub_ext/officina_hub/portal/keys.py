"""Keys in files: read, or made at first need, readable by nobody else."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from officina_hub.secret_files import SECRETS

KEY_BYTES = 32


def receipt_key(path: Path) -> bytes:
    """The key that signs receipts: from its variable, as on a Hub of one's own, or its file."""
    given = os.environ.get(SECRETS["receipt-key"], "")
    return given.encode() if given else read_or_make(path)


def read_or_make(path: Path) -> bytes:
    """The key in that file, as bytes; a new random one where there is no file yet."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    key = secrets.token_hex(KEY_BYTES).encode()
    with os.fdopen(number, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
