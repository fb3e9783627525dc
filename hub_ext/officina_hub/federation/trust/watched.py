"""A fetcher that notes what it fetched last, so that a refusal can say of which file it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from tuf.ngclient import FetcherInterface

MOST_NOTED: Final = 5_000_000
"""As much as TUF's client takes of any metadata."""


class Watched(FetcherInterface):
    """Hands everything on to another fetcher."""

    def __init__(self, inner: FetcherInterface) -> None:
        self._inner = inner
        self.file = ""
        self.timestamp = b""
        self._noted = bytearray()

    @property
    def data(self) -> bytes:
        """What came of that file, even where it was too much or broke off."""
        return bytes(self._noted)

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.file = unquote(urlsplit(url).path.rpartition("/")[2])
        noted = self._noted = bytearray()
        for chunk in self._inner.fetch(url):
            if len(noted) < MOST_NOTED:
                noted += chunk
            yield chunk
        if self.file == "timestamp.json":
            self.timestamp = self.data
