"""The short id of a record: the same wherever and whenever it is loaded from the same source."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

RECORD_ID_PATTERN: Final = r"^[a-z2-7]{20}$"


def record_id(source_id: str, iri: str) -> str:
    """A hundred bits of (source, IRI), so that nobody finds a second pair for an id of another."""
    # An IRI that holds half a character is refused by its name like any other.
    said = f"{source_id}\0{iri}".encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(said).digest()
    return base64.b32encode(digest)[:20].decode().lower()
