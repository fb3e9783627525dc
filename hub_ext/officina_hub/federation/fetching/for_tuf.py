"""The same door for python-tuf, which fetches its metadata and targets through it."""

from __future__ import annotations

from collections.abc import Iterator

from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient.fetcher import FetcherInterface

from officina_hub.federation.fetching.errors import FetchError, StatusRefused, TooSlow
from officina_hub.federation.fetching.fetcher import Fetcher


class GuardedFetcher(FetcherInterface):
    """What python-tuf asks for; the cause of its error is our own, with the verdict."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            with self._fetcher.open(url) as answer:
                yield from answer.chunks()
        except StatusRefused as error:
            raise DownloadHTTPError(str(error), error.status) from error
        except TooSlow as error:
            raise SlowRetrievalError(str(error)) from error
        except FetchError as error:
            raise DownloadError(str(error)) from error
