"""The one form that packages have, byte by byte: a zip archive without any choice left.

All files are stored as they are, one right after the other, sorted by name, with one time and one
mode; then the directory, then its end, and nothing else. So the same files give the same bytes on
every machine, there is one way to read them, and nothing is smaller packed than unpacked.
The numbers are of PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import stat
import struct
from typing import Final, NamedTuple

CRATE: Final = "ro-crate-metadata.json"
SIGNATURE: Final = "signature.json"
COURSE: Final = "course/"

LOCAL: Final = struct.Struct("<4s5H3L2H")
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
END: Final = struct.Struct("<4s4H2LH")
LOCAL_MAGIC: Final = b"PK\x03\x04"
CENTRAL_MAGIC: Final = b"PK\x01\x02"
END_MAGIC: Final = b"PK\x05\x06"
MADE_BY: Final = 3 << 8 | 20  # Unix, and version 2.0 of the format
NEEDED: Final = 20
UTF8: Final = 0x800
ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
STORED: Final = 0
TIME, DATE = 0, (1980 - 1980) << 9 | 1 << 5 | 1  # midnight, 1 January 1980
MODE: Final = stat.S_IFREG | 0o644
ZIP64_COUNT: Final = 0xFFFF
ZIP64_SIZE: Final = 0xFFFFFFFF


class Stored(NamedTuple):
    """One file as the directory has it, and where its bytes begin."""

    name: str
    size: int
    crc: int
    start: int

    @property
    def end(self) -> int:
        """Where the next header begins."""
        return self.start + self.size


def local_header(name: str, size: int, crc: int) -> bytes:
    """What stands before the bytes of a file."""
    encoded = name.encode()
    head = LOCAL.pack(
        LOCAL_MAGIC, NEEDED, _flags(name), STORED, TIME, DATE, crc, size, size, len(encoded), 0
    )
    return head + encoded


def central_header(name: str, size: int, crc: int, offset: int) -> bytes:
    """What stands in the directory for a file whose header is at ``offset``."""
    encoded = name.encode()
    return (
        CENTRAL.pack(
            CENTRAL_MAGIC, MADE_BY, NEEDED, _flags(name), STORED, TIME, DATE, crc, size, size,
            len(encoded), 0, 0, 0, 0, MODE << 16, offset,
        )
        + encoded
    )  # fmt: skip


def end_of_directory(count: int, size: int, offset: int) -> bytes:
    """What ends a package whose directory begins at ``offset``."""
    return END.pack(END_MAGIC, 0, 0, count, count, size, offset, 0)


def _flags(name: str) -> int:
    return 0 if name.isascii() else UTF8
