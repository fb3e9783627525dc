"""The Hub's server-sent events, one by one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

LONGEST_SECONDS = 15 * 60.0


class HubEvents:
    """An asynchronous iterable over the events of one address; ends when the Hub ends it."""

    def __init__(self, url: str, token: str) -> None:
        self._rest = b""
        self._events: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._request = HTTPRequest(
            url,
            headers={"Authorization": f"token {token}", "Accept": "text/event-stream"},
            streaming_callback=self._take,
            request_timeout=LONGEST_SECONDS,
            follow_redirects=False,
        )

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        """The events in their order."""
        reading = asyncio.ensure_future(self._read())
        try:
            while (event := await self._events.get()) is not None:
                yield event
        finally:
            reading.cancel()

    async def _read(self) -> None:
        try:
            await AsyncHTTPClient().fetch(self._request, raise_error=False)
        except OSError:
            pass  # the end of the events, which whoever reads them looks into
        finally:
            self._events.put_nowait(None)

    def _take(self, chunk: bytes) -> None:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                event = _parsed(line.removeprefix(b"data:"))
                if event is not None:
                    self._events.put_nowait(event)


def _parsed(text: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(text)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
