"""How parent and runner talk over a pipe: a length in four bytes, then that many bytes of JSON.

Standard library only, because the runner pays for every import anew.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

HEADER = struct.Struct("!I")


def pack(message: dict[str, Any]) -> bytes:
    """One message as it travels; halves of characters, which JSON cannot carry, become ``?``."""
    text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = text.encode(errors="replace")
    return HEADER.pack(len(body)) + body


def read(descriptor: int) -> dict[str, Any] | None:
    """The next message of a trusted writer; None when it has closed its end."""
    head = _exactly(descriptor, HEADER.size)
    if head is None:
        return None
    body = _exactly(descriptor, HEADER.unpack(head)[0])
    return None if body is None else json.loads(body)


def write(descriptor: int, data: bytes) -> None:
    """All of ``data``, however small the pipe's buffer is."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _exactly(descriptor: int, count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = os.read(descriptor, min(count, 1 << 16))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
