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
    """The words that came over one stream so far, and its end."""

    def __init__(self, client: AsyncHTTPClient, url: str, who: str) -> None:
        self._words: asyncio.Queue[str] = asyncio.Queue()
        request = HTTPRequest(
            url,
            headers={"Authorization": f"token {who}"},
            streaming_callback=self._take,
            request_timeout=60,
        )
        self._answer = asyncio.ensure_future(client.fetch(request, raise_error=False))

    def _take(self, chunk: bytes) -> None:
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

    async def end(self) -> int:
        """Wait until the portal ends the stream; gives the status that it was opened with."""
        async with asyncio.timeout(20):
            return (await asyncio.shield(self._answer)).code

    async def leave(self) -> None:
        """Hear no more, as a page that is closed."""
        self._answer.cancel()
        await asyncio.gather(self._answer, return_exceptions=True)


@asynccontextmanager
async def stream_of(house: PageHouse, who: str, path: str) -> AsyncIterator[Stream]:
    """The stream that a page of that person's reads, for as long as the block lasts."""
    client = AsyncHTTPClient(force_instance=True)
    stream = Stream(client, house.url + path, who)
    yield stream
    client.close()
    await stream.leave()
