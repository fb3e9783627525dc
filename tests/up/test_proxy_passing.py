"""Answers pass the proxy as they are, while they come; who hangs up is noticed behind it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ports import unused_port
from proxy_house import ProxyHouse
from tornado.httpclient import HTTPClientError
from tornado.httputil import HTTPHeaders
from tornado.websocket import websocket_connect

from officina_hub.up.proxy.refusals import MIB
from officina_hub.up.proxy.sockets import SocketHandler

GET = "GET {path} HTTP/1.1\r\nHost: hub\r\n\r\n"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[ProxyHouse]:
    house = ProxyHouse(tmp_path, silent_seconds=5)
    yield house
    await house.close()


async def test_the_headers_of_an_answer_are_the_targets_own(house: ProxyHouse) -> None:
    answer = await house.ask("/echo")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Etag"] == '"the-target"'
    assert answer.headers.get_list("Set-Cookie") == ["one=1", "two=2"]
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert "Keep-Alive" not in answer.headers


async def test_headers_about_the_browsers_connection_stay_there(house: ProxyHouse) -> None:
    headers = HTTPHeaders(
        {"Connection": "keep-alive, X-Private", "X-Private": "1", "X-Public": "2"}
    )
    told = json.loads((await house.ask("/echo", headers=headers)).body)["headers"]

    assert (told["Connection"], told.get("X-Private"), told["X-Public"]) == ("close", None, "2")


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("size", [0, 5, 3_000_000])
async def test_a_body_arrives_with_its_length(house: ProxyHouse, method: str, size: int) -> None:
    answer = await house.ask("/echo", method=method, body=b"x" * size)
    told = json.loads(answer.body)

    assert (told["size"], told["headers"]["Content-Length"]) == (size, str(size))
    assert house.room.taken_bytes == 0


async def test_an_answer_without_content_tells_the_length_of_what_it_leaves_out(
    house: ProxyHouse,
) -> None:
    answer = await house.ask("/echo", method="HEAD")

    assert (answer.code, answer.headers["Content-Length"]) == (200, "12345")


@pytest.mark.parametrize("status", [204, 304])
async def test_an_answer_that_may_have_no_content_has_none(house: ProxyHouse, status: int) -> None:
    answer = await house.ask(f"/empty/{status}")

    assert (answer.code, answer.body) == (status, b"")


async def test_the_first_piece_comes_before_the_last_is_made(house: ProxyHouse) -> None:
    reader, writer = await house.connect()
    writer.write(GET.format(path="/steps").encode())
    await reader.readuntil(b"first")
    house.go_on.set()

    assert b"second" in await reader.readuntil(b"0\r\n\r\n")
    writer.close()


@pytest.mark.parametrize("length", ["", "100"])
async def test_an_answer_that_breaks_off_is_seen_to_be_not_whole(
    house: ProxyHouse, length: str
) -> None:
    reader, writer = await house.connect()
    writer.write(GET.format(path=f"/steps?breaks=1&length={length}").encode())
    await reader.readuntil(b"first")
    house.go_on.set()
    rest = await reader.read()

    assert rest in {b"", b"\r\n"}  # the connection ends, and no last chunk says that this was all
    writer.close()


async def test_an_answer_passes_that_comes_before_the_body_is_sent(tmp_path: Path) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        await gone.wait()
        writer.close()

    gone = asyncio.Event()
    house = ProxyHouse(tmp_path, one_bytes=32 * MIB, all_bytes=32 * MIB)
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as target:
        port = target.sockets[0].getsockname()[1]
        house.proxy.add_route("/user/ada", {"target": f"http://127.0.0.1:{port}"})
        answer = await house.ask("/user/ada/api", method="POST", body=bytes(24 * MIB))
        gone.set()

    assert (answer.code, answer.body) == (403, b"no")
    await house.close()


async def test_a_target_learns_that_the_browser_has_gone(house: ProxyHouse) -> None:
    reader, writer = await house.connect()
    writer.write(GET.format(path="/steps").encode())
    await reader.readuntil(b"first")
    writer.close()

    await asyncio.wait_for(house.target_was_left.wait(), 5)


async def test_a_target_that_is_gone_is_told_by_the_hubs_page(house: ProxyHouse) -> None:
    house.proxy.add_route("/user/ada", {"target": f"http://127.0.0.1:{unused_port()}"})
    answer = await house.ask("/user/ada/lab")

    assert answer.code == 503
    assert answer.body == b"The Hub's page for 503: /user/ada/lab"


async def test_a_target_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    house = ProxyHouse(tmp_path, silent_seconds=0.1)
    answer = await house.ask("/silent")

    assert answer.code == 503
    assert answer.body == b"The Hub's page for 503: /silent"
    await house.close()


async def test_a_websocket_speaks_both_ways(house: ProxyHouse) -> None:
    socket = await websocket_connect(f"ws://{house.address}/socket")
    await socket.write_message("word")
    assert await socket.read_message() == "word"
    await socket.write_message(b"\x00\xff", binary=True)
    assert await socket.read_message() == b"\x00\xff"
    socket.close()
    assert await socket.read_message() is None


async def test_a_websocket_speaks_the_protocol_that_the_target_chose(house: ProxyHouse) -> None:
    url = f"ws://{house.address}/socket"
    socket = await websocket_connect(url, subprotocols=["v1.kernel", "v2.kernel"])
    assert socket.selected_subprotocol == "v2.kernel"
    socket.close()
    assert await socket.read_message() is None


async def test_a_word_to_a_target_that_has_closed_leaves_no_traceback(
    house: ProxyHouse, caplog: pytest.LogCaptureFixture
) -> None:
    heard = asyncio.Event()
    socket = await websocket_connect(f"ws://{house.address}/leaving")
    socket.on_pong = lambda _: heard.set()  # type: ignore[method-assign]
    await socket.write_message("leave")
    await asyncio.wait_for(house.target_was_left.wait(), 10)
    await socket.write_message("too late")
    socket.ping(b"heard?")
    await asyncio.wait_for(heard.wait(), 10)
    socket.close()
    assert await socket.read_message() is None

    assert "WebSocketClosedError" not in caplog.text


async def test_a_word_to_a_browser_that_has_closed_is_no_error() -> None:
    class LeftSocket(SocketHandler):
        def __init__(self) -> None:
            self.ws_connection = None  # as tornado has it after the end

    assert await LeftSocket().write_message("too late") is None


async def test_a_websocket_of_a_target_that_is_gone_is_told_by_the_hubs_page(
    house: ProxyHouse,
) -> None:
    house.proxy.add_route("/user/ada", {"target": f"http://127.0.0.1:{unused_port()}"})
    with pytest.raises(HTTPClientError) as refused:
        await websocket_connect(f"ws://{house.address}/user/ada/api")

    assert refused.value.code == 503


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_service_whose_route_is_not_told_yet_is_away_and_not_the_hubs_to_refuse(
    house: ProxyHouse, method: str
) -> None:
    body = b"x" * 1000 if method == "POST" else None
    before = await house.ask("/services/officina/echo", method=method, body=body)
    house.proxy.add_route("/services/officina", {"target": house.target})
    after = await house.ask("/services/officina/echo", method=method, body=body)

    assert (before.code, after.code) == (503, 404)
    assert before.body == b"The Hub's page for 503: /services/officina/echo"
    assert (await house.ask("/user/ada/echo")).code == 404, "the Hub says who has no server"
    assert house.room.taken_bytes == 0
