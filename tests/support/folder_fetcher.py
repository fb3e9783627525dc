"""A fetcher for a folder on this disk, as if it lay behind an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

ADDRESS = "https://peer.example/federation/"


class FolderFetcher(FetcherInterface):
    """Gives what lies there, and 404 for what does not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []

    def _fetch(self, url: str) -> Iterator[bytes]:
        assert url.startswith(ADDRESS), url
        path = unquote(url.removeprefix(ADDRESS))
        self.asked.append(path)
        try:
            yield (self.folder / path).read_bytes()
        except FileNotFoundError:
            raise DownloadHTTPError("Not Found", 404) from None
