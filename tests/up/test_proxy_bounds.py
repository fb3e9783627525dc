"""What the proxy does not take in is answered with a sentence, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from proxy_house import ProxyHouse
from tornado.httpclient import HTTPResponse

from officina_hub.up.proxy import spooling
from officina_hub.up.proxy.refusals import MIB
from officina_hub.up.proxy.spool import MEMORY_BYTES

HEAD = "POST /echo HTTP/1.1\r\nHost: hub\r\n{headers}\r\n\r\n"
LARGE = bytes(2 * MIB)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[ProxyHouse]:
    house = ProxyHouse(tmp_path, one_bytes=4 * MIB, all_bytes=5 * MIB)
    yield house
    await house.close()


class Sender:
    """A browser that stops in the middle of its upload."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def begin(cls, house: ProxyHouse, headers: str, body: bytes = b"") -> Sender:
        sender = cls(*await house.connect())
        sender._writer.write(HEAD.format(headers=headers).encode() + body)
        await sender._writer.drain()
        return sender

    async def send(self, body: bytes) -> None:
        self._writer.write(body)
        await self._writer.drain()

    async def answer(self) -> tuple[int, str]:
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head.split()[1])
        length = next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length"))
        return status, (await self._reader.readexactly(int(length.split()[1]))).decode()

    async def hear_the_end(self) -> bytes:
        return await self._reader.read()

    async def hang_up(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


async def until_taken(house: ProxyHouse, size: int) -> None:
    async with asyncio.timeout(10):
        while house.room.taken_bytes != size:  # noqa: ASYNC110 - a count is no event
            await asyncio.sleep(0.01)


async def post(house: ProxyHouse, body: bytes) -> HTTPResponse:
    return await house.ask("/echo", method="POST", body=body)


def is_sentence(answer: HTTPResponse, part: str) -> bool:
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return part in answer.body.decode() and answer.body.endswith(b".\n")


async def test_a_body_above_the_limit_is_answered_with_what_to_do(house: ProxyHouse) -> None:
    answer = await post(house, bytes(4 * MIB + 1))  # all of it is sent before the answer is read

    assert answer.code == 413
    assert is_sentence(answer, "larger than 4 MiB")
    assert is_sentence(answer, "max_submission_mib")


async def test_a_body_of_just_the_limit_passes(house: ProxyHouse) -> None:
    answer = await post(house, bytes(4 * MIB))

    assert json.loads(answer.body)["size"] == 4 * MIB


async def test_a_body_of_unknown_length_is_refused_when_it_becomes_too_large(
    house: ProxyHouse,
) -> None:
    sender = await Sender.begin(house, "Transfer-Encoding: chunked")
    for _ in range(5):
        await sender.send(b"100000\r\n" + bytes(MIB) + b"\r\n")
    status, text = await sender.answer()

    assert (status, "larger than 4 MiB" in text) == (413, True)
    assert house.room.taken_bytes == 0
    await sender.hang_up()


async def test_who_asks_first_is_refused_before_anything_is_sent(house: ProxyHouse) -> None:
    headers = f"Content-Length: {5 * MIB}\r\nExpect: 100-continue"
    sender = await Sender.begin(house, headers)

    assert (await sender.answer())[0] == 413
    assert await sender.hear_the_end() == b""
    await sender.hang_up()


async def test_a_dropped_body_is_not_read_for_ever(
    house: ProxyHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "MOST_DROPPED_BYTES", MIB)
    sender = await Sender.begin(house, f"Content-Length: {50 * MIB}")
    assert (await sender.answer())[0] == 413

    with pytest.raises(ConnectionError):
        await sender.send(bytes(50 * MIB))
    with pytest.raises(ConnectionError):
        await sender.hang_up()


async def test_all_uploads_together_have_a_bound(house: ProxyHouse) -> None:
    first = await Sender.begin(house, f"Content-Length: {4 * MIB}", bytes(4 * MIB - 1))
    await until_taken(house, 4 * MIB)
    refused = await post(house, LARGE)
    small = await post(house, bytes(MEMORY_BYTES))
    await first.send(b"x")
    status, _ = await first.answer()

    assert (refused.code, refused.headers["Retry-After"]) == (503, "30")
    assert is_sentence(refused, "Wait a minute and send it again")
    assert (small.code, status) == (200, 200)
    assert (await post(house, LARGE)).code == 200
    await first.hang_up()


async def test_an_announcement_alone_takes_no_room_from_others(house: ProxyHouse) -> None:
    announcing = [await Sender.begin(house, f"Content-Length: {4 * MIB}") for _ in range(3)]

    assert (await post(house, LARGE)).code == 200
    for sender in announcing:
        await sender.hang_up()


async def test_a_full_disk_is_told_and_small_requests_pass(tmp_path: Path) -> None:
    house = ProxyHouse(tmp_path, spare_bytes=2**62)
    refused = await post(house, LARGE)

    assert refused.code == 507
    assert is_sentence(refused, "MiB are free")
    assert (await post(house, b"username=ada")).code == 200
    await house.close()


async def test_a_disk_that_takes_nothing_is_told() -> None:
    house = ProxyHouse(Path("/proc"), spare_bytes=-(2**62))  # there nobody can make a file
    refused = await post(house, LARGE)

    assert refused.code == 507
    assert is_sentence(refused, "No such file or directory")
    await house.close()


async def test_who_falls_silent_in_the_middle_is_answered_and_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "SILENT_SECONDS", 0.1)
    house = ProxyHouse(tmp_path)
    sender = await Sender.begin(house, f"Content-Length: {3 * MIB}", LARGE)
    status, text = await sender.answer()

    assert (status, "Nothing more of the request came" in text) == (408, True)
    assert await sender.hear_the_end() == b""
    assert house.room.taken_bytes == 0
    await sender.hang_up()
    await house.close()


@pytest.mark.parametrize("headers", [f"Content-Length: {3 * MIB}", "Transfer-Encoding: chunked"])
async def test_an_upload_that_is_cut_off_gives_its_room_back(
    house: ProxyHouse, headers: str
) -> None:
    begun = LARGE if "Length" in headers else b"200000\r\n" + LARGE
    sender = await Sender.begin(house, headers, begun)
    await until_taken(house, 2 * MIB)
    await sender.hang_up()

    await until_taken(house, 0)


async def test_an_upload_that_is_refused_and_not_sent_is_not_waited_for(
    house: ProxyHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "LINGER_SECONDS", 0.1)
    sender = await Sender.begin(house, f"Content-Length: {5 * MIB}")

    async with asyncio.timeout(10):  # a silent sender is waited for a minute
        assert (await sender.answer())[0] == 413
        assert await sender.hear_the_end() == b""
    await sender.hang_up()


async def test_a_refused_upload_that_was_sent_whole_ends_its_connection(house: ProxyHouse) -> None:
    sender = await Sender.begin(house, f"Content-Length: {5 * MIB}", bytes(5 * MIB))

    async with asyncio.timeout(10):
        assert (await sender.answer())[0] == 413
        assert await sender.hear_the_end() == b""
    await sender.hang_up()


@pytest.mark.parametrize("digits", [20, 400, 5000])
async def test_an_impossible_length_is_answered_once(house: ProxyHouse, digits: int) -> None:
    sender = await Sender.begin(house, f"Content-Length: {'9' * digits}")

    assert (await sender.answer())[0] == 413
    assert await sender.hear_the_end() == b""
    await sender.hang_up()


async def test_headers_that_are_too_large_are_answered(house: ProxyHouse) -> None:
    sender = await Sender.begin(house, f"Cookie: {'x' * 70 * 1024}")
    status, text = await sender.answer()

    assert (status, "delete the cookies of this site" in text) == (431, True)
    assert await sender.hear_the_end() == b""
    await sender.hang_up()


async def test_many_headers_below_the_limit_pass(house: ProxyHouse) -> None:
    answer = await house.ask("/echo", headers={"Cookie": "x" * 60 * 1024})

    assert answer.code == 200
