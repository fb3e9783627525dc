"""Connections: kept where the next request can follow, closed with a word where it cannot."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import requests
from portal_house import NOTEBOOK, PREFIX, House, tar_of

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.submissions import ExerciseSubmissions

SUBMISSIONS = "courses/tea/exercises/leaf/submissions"
WORK = tar_of({"leaf.ipynb": NOTEBOOK})
CHUNKED = "Transfer-Encoding: chunked\r\n"


@pytest.fixture
async def hasty_house(tmp_path: Path) -> AsyncIterator[House]:
    """A portal that waits for a silent sender only shortly, and drains only little."""
    async with House(tmp_path, idle_seconds=0.05, max_drained_bytes=2048) as house:
        yield await house.with_tea()


def head(method: str, path: str, *headers: str, token: str = "ada") -> bytes:
    lines = "".join(headers)
    start = f"{method} {PREFIX}api/{path} HTTP/1.1\r\nHost: x\r\nAuthorization: token {token}\r\n"
    return f"{start}{lines}\r\n".encode()


async def answer_of(reader: StreamReader) -> tuple[int, dict[str, str], bytes]:
    """One answer from a connection: its status, its headers, its body."""
    said = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in said[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return int(said[0].split()[1]), headers, body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (head("GET", "no/such/address"), 404),
        (head("GET", "courses", token="nobody-known"), 401),
        (head("DELETE", "courses"), 405),
        (head("POST", "queue/claim", "Content-Length: 4\r\n") + b"abcd", 403),
        (head("POST", "no/such/address", "Content-Length: 4\r\n") + b"abcd", 404),
    ],
)
async def test_a_refusal_leaves_the_connection_usable(
    house: House, request_: bytes, status: int
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(request_)
    refused = await answer_of(reader)
    writer.write(head("GET", "courses"))
    after = await answer_of(reader)
    writer.close()

    assert (refused[0], refused[1].get("connection")) == (status, None)
    assert after[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (head("PROPFIND", "courses"), 405),
        (head("GET", "courses/%ff"), 400),
        (head("POST", SUBMISSIONS, "Content-Length: 999999999999\r\n") + b"x", 413),
        (head("POST", "no/such/address", CHUNKED) + b"1\r\nx\r\n0\r\n\r\n", 404),
        (head("POST", "no/such/address", CHUNKED) + b"1000\r\n" + b"x" * 4096 + b"\r\n", 404),
    ],
)
async def test_a_connection_that_is_closed_is_said_to_be(
    hasty_house: House, request_: bytes, status: int
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty_house.port)
    writer.write(request_)
    answer = await answer_of(reader)
    await reader.read()  # to the end of the connection
    writer.close()

    assert (answer[0], answer[1]["connection"]) == (status, "close")


async def test_a_client_that_keeps_its_connection_meets_no_closed_door(house: House) -> None:
    def talk() -> list[int]:
        with requests.Session() as session:
            session.headers["Authorization"] = "token ada"
            url = f"{house.url}api/"
            return [
                session.get(f"{url}no/such/address", timeout=10).status_code,
                session.post(f"{url}no/such/address", data=b"x" * 5000, timeout=10).status_code,
                session.post(f"{url}no/such/address", data=iter([b"x"]), timeout=10).status_code,
                session.request("PROPFIND", f"{url}courses", timeout=10).status_code,
                session.post(f"{url}{SUBMISSIONS}", data=WORK, timeout=10).status_code,
                session.get(f"{url}courses", timeout=10).status_code,
            ]

    assert await asyncio.to_thread(talk) == [404, 404, 404, 405, 201, 200]


@pytest.mark.parametrize("is_chunked", [True, False], ids=["in chunks", "with a length"])
async def test_a_sender_that_falls_silent_is_answered_and_leaves_nothing(
    hasty_house: House, monkeypatch: pytest.MonkeyPatch, is_chunked: bool
) -> None:
    seen: list[ApiHandler] = []
    taken = ApiHandler.data_received

    def watched(handler: ApiHandler, chunk: bytes) -> None:
        seen.append(handler)
        taken(handler, chunk)

    monkeypatch.setattr(ExerciseSubmissions, "data_received", watched)
    length = CHUNKED if is_chunked else f"Content-Length: {len(WORK)}\r\n"
    half = WORK[: len(WORK) // 2]
    piece = b"%x\r\n" % len(half) + half + b"\r\n" if is_chunked else half
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty_house.port)
    writer.write(head("POST", SUBMISSIONS, length) + piece)
    status, headers, body = await answer_of(reader)
    rest = await reader.read()
    writer.close()

    assert (status, headers["connection"], rest) == (408, "close", b"")
    assert headers["content-type"] == "application/problem+json"
    assert b'"code":"too-slow"' in body
    assert seen[0].incoming.upload is None
    assert list(hasty_house.settings.incoming.iterdir()) == []
    assert (await hasty_house.ask("GET", SUBMISSIONS, "ada")).json == []


async def test_a_refused_sender_that_falls_silent_is_not_waited_for(hasty_house: House) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty_house.port)
    writer.write(head("POST", "no/such/address", "Content-Length: 100\r\n") + b"x")
    status, _, _ = await answer_of(reader)
    rest = await asyncio.wait_for(reader.read(), 10)
    writer.close()

    assert (status, rest) == (404, b"")


async def test_work_that_takes_longer_than_a_sender_may_be_silent_is_done(
    hasty_house: House,
) -> None:
    """The wait for work is the portal's own silence, not the sender's."""
    waiting = {"worker": "w", "wait_seconds": 1}
    assert (await hasty_house.ask("POST", "queue/claim", "grader", send=waiting)).status == 204


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "OPTIONS", "DELETE"])
async def test_a_method_that_an_address_does_not_take_is_a_problem(
    house: House, method: str
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head(method, "courses"))
    said = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()

    assert said.startswith("HTTP/1.1 405")
    assert "Content-Type: application/problem+json" in said
