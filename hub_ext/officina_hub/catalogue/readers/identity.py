"""IRIs for records whose formats do without: what a file says of itself, the same each time."""

from __future__ import annotations

import re
import uuid
from typing import Final
from urllib.parse import urlsplit

from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.plain_text import SURROGATE

# Below it our names are made, so that they can meet nobody else's (RFC 9562, version 5).
OURS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:officina:catalogue")
HANDLE: Final = re.compile(r"(?:hdl:)?(\d+\.[\w.]+/\S+)")


def is_address(text: str | None) -> bool:
    """Whether it can be opened in a browser."""
    return bool(text) and str(text).lower().startswith(("http://", "https://"))


def page_of_its_own(address: str | None) -> str | None:
    """The address, unless it is only a site's front door, which many records share."""
    if not is_address(address):
        return None
    try:
        parts = urlsplit(str(address).strip())
        is_somewhere = bool(parts.hostname) and parts.port != 0
    except ValueError:  # as of http://[::1
        return None
    return address if is_somewhere and (parts.path.strip("/") or parts.query) else None


def handle_of(text: str) -> str | None:
    """A DOI or handle as the address that leads there."""
    found = HANDLE.fullmatch(text.strip())
    if not found:
        return None
    site = "doi.org" if found.group(1).startswith("10.") else "hdl.handle.net"
    return f"https://{site}/{found.group(1)}"


def made_from(draft: Draft, *parts: str | None) -> str:
    """A name made of what the record says of itself, which stays the same when it is read again."""
    draft.note("iri", "it has no address of its own, so a name made of what it says stands for it")
    return urn_of(*parts)


def urn_of(*parts: str | None) -> str:
    """The name that is made of these."""
    said = "\n".join(SURROGATE.sub("\ufffd", part or "") for part in parts)
    return uuid.uuid5(OURS, said).urn
