"""How tests ask a stranger through the door, and what that may cost."""

from __future__ import annotations

import io
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from strangers import OUTSIDE, reach_with_a_stranger

from officina_hub.federation.fetching import (
    Fetcher,
    FetchError,
    FetchLimits,
    Way,
)

MIB = 1024 * 1024
SMALL = FetchLimits(answer_bytes=MIB, all_bytes=4 * MIB, tries=1)
# What a fetch may hold in memory beside what it writes into its file, whatever comes.
CEILING_BYTES = MIB
BRIEF = FetchLimits(answer_seconds=0.4, read_seconds=0.3, connect_seconds=0.4, tries=1)
# An answer that is cut after 0.4 seconds, on a machine that has other work.
CEILING_SECONDS = 5.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def fetcher(limits: FetchLimits = SMALL, **options: object) -> Fetcher:
    return Fetcher(limits, way=Way(reach=reach_with_a_stranger), **options)


def fetched(address: str, limits: FetchLimits = SMALL, **options: object) -> bytes:
    into = io.BytesIO()
    with fetcher(limits, **options) as mine:
        mine.fetch(address, into)
    return into.getvalue()


class Nothing(io.RawIOBase):
    """A file that keeps nothing, so that memory is the fetcher's own; and counts what came."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0

    def write(self, data: object) -> int:
        self.bytes += len(data)  # type: ignore[arg-type]
        return len(data)  # type: ignore[arg-type]


@contextmanager
def measured() -> Iterator[Callable[[], tuple[int, float]]]:
    tracemalloc.start()
    began = time.monotonic()
    try:
        yield lambda: (tracemalloc.get_traced_memory()[1], time.monotonic() - began)
    finally:
        tracemalloc.stop()


def refusal(address: str, limits: FetchLimits) -> FetchError:
    """Why it was not fetched, within the declared time, memory and disk."""
    with fetcher(limits) as mine:
        return refusal_by(mine, address, limits)


def refusal_by(mine: Fetcher, address: str, limits: FetchLimits) -> FetchError:
    """The same by one that was there before."""
    file = Nothing()
    with measured() as spent:
        with pytest.raises(FetchError) as refused:
            mine.fetch(address, file)
        memory, seconds = spent()
    assert memory < CEILING_BYTES
    assert seconds < CEILING_SECONDS
    assert file.bytes <= limits.answer_bytes
    return refused.value


def named(*names: str) -> Way:
    """A name server that knows these names as the stranger's, and no other."""

    def look_up(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        if host not in names:
            raise socket.gaierror(f"{host} is not known")
        return [(socket.AF_INET, (OUTSIDE, port))]

    return Way(look_up=look_up, reach=reach_with_a_stranger)
