"""The body of one request on its way: in memory while it is small, then in a nameless file."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from officina_hub.up.proxy.refusals import MIB, DiskFull, TooLarge
from officina_hub.up.proxy.room import Room

# Logins and the answers of forms are smaller: they pass also when the disk is full.
MEMORY_BYTES = MIB // 4
STEP_BYTES = MIB
PIECE_BYTES = MIB // 4


class Spool:
    """Takes a body in, gives it out once, and leaves nothing behind."""

    def __init__(self, room: Room) -> None:
        self.size = 0
        self._room = room
        self._taken = 0
        self._file = SpooledTemporaryFile(max_size=MEMORY_BYTES, dir=str(room.folder))  # noqa: SIM115 - close

    def expect(self, size: int) -> None:
        """Raise ``Refusal`` where a body of that size could not be kept.

        Nothing is set aside for it: else whoever only announces bodies would lock out everybody.
        """
        if size > self._room.one_bytes:
            raise TooLarge(self._room.one_bytes)
        if size > MEMORY_BYTES:
            self._room.check(size)

    def write(self, piece: bytes) -> None:
        """Keep the next piece, or raise ``Refusal``."""
        size = self.size + len(piece)
        if size > self._room.one_bytes:
            raise TooLarge(self._room.one_bytes)
        while size > MEMORY_BYTES and size > self._taken:
            self._room.take(STEP_BYTES)
            self._taken += STEP_BYTES
        try:
            self._file.write(piece)
        except OSError as error:
            raise DiskFull(str(error.strerror)) from error
        self.size = size

    def pieces(self) -> Iterator[bytes]:
        """The body from its beginning; ends early when the spool is closed meanwhile."""
        self._file.seek(0)
        while not self._file.closed and (piece := self._file.read(PIECE_BYTES)):
            yield piece

    def close(self) -> None:
        """Remove the body, and give its room back; may be repeated."""
        self._file.close()
        self._room.give_back(self._taken)
        self._taken = 0
