"""Keys in metadata have the ids that follow from them; whoever compares ids then compares keys.

TUF takes any text for a key's id (TUF 1.0, 4.2: an id only has to be unique), so a root could name
a stranger's key by the id that two operators have read to each other, or one key by many ids and
so reach a threshold alone.
"""

from __future__ import annotations

from tuf.api.metadata import Root, Targets

from officina_courses.errors import KeyRefused
from officina_courses.packages.keys import PublicKey


def misnamed(signed: object) -> str | None:
    """The id of the first key that has another than its own; nothing where all are right."""
    keys = {}
    if isinstance(signed, Root):
        keys = signed.keys
    elif isinstance(signed, Targets) and signed.delegations:
        keys = signed.delegations.keys
    for keyid, key in keys.items():
        try:
            own = PublicKey.from_hex(str(key.keyval.get("public", ""))).id
        except KeyRefused:
            return keyid
        if (key.keytype, key.scheme, own) != ("ed25519", "ed25519", keyid):
            return keyid
    return None


def spoken(keyid: str) -> tuple[str, str]:
    """An id as it is read aloud, in groups of four on two lines."""
    words = [keyid[start : start + 4] for start in range(0, len(keyid), 4)]
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])
