"""A page's stream of news, word by word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from page_house import PageHouse
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

LOOK = "event: news"
BEAT = ": still here"


class Stream:
    """The words that came over one stream so far."""

    def __init__(self) -> None:
        self._words: asyncio.Queue[str] = asyncio.Queue()

    def take(self, chunk: bytes) -> None:
        """Keep the words of what came."""
        for word in chunk.decode().split("\n\n"):
            if word:
                self._words.put_nowait(word.split("\n")[0])

    async def next_word(self) -> str:
        """What comes next."""
        async with asyncio.timeout(20):
            return await self._words.get()

    async def next_look(self) -> None:
        """Wait for news."""
        while await self.next_word() != LOOK:
            pass

    async def until_quiet(self) -> None:
        """A beat says that the pause before it brought nothing."""
        while await self.next_word() != BEAT:
            pass


@asynccontextmanager
async def stream_of(house: PageHouse, who: str, path: str) -> AsyncIterator[Stream]:
    """The stream that a page of that person's reads, for as long as the block lasts."""
    stream = Stream()
    client = AsyncHTTPClient(force_instance=True)
    request = HTTPRequest(
        house.url + path,
        headers={"Authorization": f"token {who}"},
        streaming_callback=stream.take,
        request_timeout=60,
    )
    answer = asyncio.ensure_future(client.fetch(request, raise_error=False))
    yield stream
    client.close()
    answer.cancel()
    await asyncio.gather(answer, return_exceptions=True)
