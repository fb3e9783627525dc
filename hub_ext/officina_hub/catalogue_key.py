"""The key with which this hub signs snapshots of its catalogue.

An Ed25519 key made of the secret ``catalogue-key``, so that it is kept, checked and backed up as
all secrets are, and whoever knows the public half can sign nothing.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from officina_hub.secret_files import SECRETS, read_secret
from officina_hub.written_once import write_once

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET: Final = "catalogue-key"  # noqa: S105 - the name of a file
PURPOSE: Final = b"officina catalogue snapshots\n"


def signing_key(secrets: Path) -> Ed25519PrivateKey:
    """The private half, made at first need; raises ``OfficinaError`` where it cannot be read."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not os.environ.get(SECRETS[SECRET]):
        secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_once(secrets / SECRET, token_hex(32))
    seed = hashlib.sha256(PURPOSE + read_secret(secrets, SECRET).encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(secrets: Path) -> str:
    """The public half as text, as sessions are given it."""
    return base64.b64encode(signing_key(secrets).public_key().public_bytes_raw()).decode()
