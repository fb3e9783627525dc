"""What came in the place of a signed file, for those who search why it was refused.

Most often nobody attacked: a network's login page, a proxy's message or half a file arrived.
"""

from __future__ import annotations

import json
from typing import Final

from tuf.api.metadata import Metadata
from tuf.api.serialization import DeserializationError

EMPTY: Final = "nothing: the file is empty"
HTML: Final = (
    "a page of HTML, such as the login of a network, the message of a proxy or a wrong address "
    "would give"
)
BROKEN_OFF: Final = "what begins like a signed file, and breaks off or is damaged"
NO_JSON: Final = "no signed file: it is no JSON"
NO_METADATA: Final = "JSON, and no signed file of that kind"
BEGINNING: Final = 1024  # bytes, in which a page says that it is one


def is_html(data: bytes) -> bool:
    """Whether it begins as a page for people does."""
    begin = data[:BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return begin.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def no_metadata(data: bytes) -> str:
    """Why these bytes are no signed metadata; nothing where they are some."""
    if not data.strip():
        return EMPTY
    if is_html(data):
        return HTML
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return BROKEN_OFF if data.lstrip().startswith(b"{") else NO_JSON
    try:
        Metadata.from_bytes(data)
    except DeserializationError:
        return NO_METADATA
    return ""
