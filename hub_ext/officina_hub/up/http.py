"""Ask a child over loopback whether it answers; small enough to need no HTTP library."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

ANSWER_SECONDS = 5.0
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Answer:
    """Status and body of one answer."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body


async def ask(url: str, headers: Mapping[str, str] = NO_HEADERS, method: str = "GET") -> Answer:
    """The answer of a loopback address; raises ``OSError`` where none comes in time."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _ask(url, headers, method)
    except TimeoutError:
        raise OSError(f"no answer from {url} within {ANSWER_SECONDS:.0f} s") from None


async def is_answering(url: str, headers: Mapping[str, str] = NO_HEADERS) -> bool:
    """Whether that address answers and is content."""
    try:
        return (await ask(url, headers)).status == 200
    except OSError:
        return False


async def _ask(url: str, headers: Mapping[str, str], method: str) -> Answer:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [f"{method} {path} HTTP/1.0", f"Host: {parts.netloc}", "Content-Length: 0"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    finally:
        writer.close()
    try:
        return Answer(int(head.split(maxsplit=2)[1]), body)
    except (IndexError, ValueError):
        raise OSError(f"{url} does not speak HTTP") from None
