"""The body of one request on its way in: small JSON in memory, a package in a nameless file.

The file has no name in its folder, so it vanishes with the process or the connection, and an upload
that is cut off leaves nothing behind.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO

from officina_hub.portal.errors import BadRequest, TooLarge


class Body:
    """What has come so far. Until something is expected, nothing may come."""

    def __init__(self) -> None:
        self.upload: IO[bytes] | None = None
        self._json = bytearray()
        self._limit = 0
        self._received = 0

    def expect_json(self, limit: int, announced: int) -> None:
        """Get ready for at most ``limit`` bytes of JSON; raises ``TooLarge``."""
        self._limit = limit
        self._check(announced)

    def expect_package(self, limit: int, announced: int, folder: Path) -> None:
        """Get ready for at most ``limit`` bytes of a package, kept in ``folder``."""
        self.expect_json(limit, announced)
        self.upload = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by drop or taken

    def take(self, chunk: bytes) -> None:
        """Keep the next piece; raises ``TooLarge``, or ``OSError`` where the disk is full."""
        self._received += len(chunk)
        self._check(self._received)
        if self.upload is None:
            self._json += chunk
        else:
            self.upload.write(chunk)

    def json(self) -> bytes:
        """The JSON that came."""
        return bytes(self._json)

    def taken(self) -> IO[bytes]:
        """The package that came; whoever takes it closes it, so that it outlives the connection."""
        upload, self.upload = self.upload, None
        if upload is None:
            raise BadRequest("no-body", "The request has no package in its body. Send a tar.")
        return upload

    def drop(self) -> None:
        """Forget everything."""
        self._json.clear()
        if self.upload is not None:
            self.upload.close()
            self.upload = None

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise TooLarge(
                "too-large",
                f"The request has more than the {self._limit} bytes allowed here, so nothing of it "
                "was kept. Remove large files (data, outputs) and send it again.",
            )
