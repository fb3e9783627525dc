"""The seal of a snapshot: who made it, and that nobody has changed it since.

An Ed25519 signature over what the first line says, and that line has the hash of all that follow.
The portal keeps the private key; sessions are given the public one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

Sign = Callable[[bytes], bytes]

PURPOSE: Final = b"officina-catalogue-snapshot-1\n"
"""Stands before what is signed, so that no other signature of that key could serve as a seal."""


class NotSealedError(ValueError):
    """The signature is not that of this key over these words."""


def sealed_words(*, as_of: datetime, records: int, sha256: str) -> bytes:
    """What the signature is over."""
    return PURPOSE + f"{as_of.astimezone(UTC).isoformat()}\n{records}\n{sha256}\n".encode()


def seal(words: bytes, sign: Sign) -> str:
    """The signature as text."""
    return base64.b64encode(sign(words)).decode()


def check_seal(signature: str, words: bytes, public_key: str) -> None:
    """Raise ``NotSealedError`` unless the holder of the key's other half signed these words."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), words)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise NotSealedError(str(error) or type(error).__name__) from error


def hashed(lines: Iterable[bytes], expected: str) -> Iterator[bytes]:
    """The same lines; raises at their end where their hash is another."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
        yield line
    if expected and digest.hexdigest() != expected:
        raise NotSealedError("its records are not those that were signed")
