"""What comes from another machine, and why it does not."""

from __future__ import annotations

import gzip
import io
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fetching_hand import (
    HEAD,
    SMALL,
    Nothing,
    fetched,
    fetcher,
    refusal,
)
from strangers import OUTSIDE, Caller, stranger

from officina_hub.federation.fetching import (
    AskLater,
    Fetcher,
    FetchLimits,
    Known,
    StatusRefused,
    Unreachable,
    Way,
)


def test_what_stands_there_is_written_into_the_file():
    def speak(caller: Caller) -> None:
        caller.answer(200, b"hello", Content_Type="text/turtle; charset=utf-8", ETag='"1"')

    with stranger(speak) as server, fetcher() as mine:
        into = io.BytesIO()
        told = mine.fetch(server.address("/a?b=c"), into)
        assert into.getvalue() == b"hello"
        assert server.asked == ["/a?b=c"]
    assert (told.media_type, told.bytes, told.known) == ("text/turtle", 5, Known('"1"', None))


@pytest.mark.parametrize(("scheme", "port"), [("http", 80), ("https", 443)])
def test_an_ipv6_address_without_a_port_is_whole(scheme, port):
    asked: list[tuple[str, int]] = []

    def look_up(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        asked.append((host, port))
        return []

    with Fetcher(SMALL, way=Way(look_up=look_up)) as mine, pytest.raises(Unreachable):
        mine.fetch(f"{scheme}://[2606:4700::1111]/x", io.BytesIO())
    assert asked == [("2606:4700::1111", port)]


def test_what_is_known_already_is_not_sent_again():
    def speak(caller: Caller) -> None:
        is_known = caller.header("If-None-Match") == '"1"'
        caller.answer(304 if is_known else 200, b"" if is_known else b"new", ETag='"1"')

    with stranger(speak) as server, fetcher() as mine:
        first = mine.fetch(server.address(), io.BytesIO())
        into = io.BytesIO()
        second = mine.fetch(server.address(), into, first.known)
    assert (first.is_unchanged, second.is_unchanged, into.getvalue()) == (False, True, b"")


def test_who_asks_says_who_it_is():
    heard: list[str | None] = []

    def speak(caller: Caller) -> None:
        heard.append(caller.header("User-Agent"))
        caller.answer(200)

    with stranger(speak) as server:
        fetched(server.address(), agent="officina/1 (+mailto:desk@example.org)")
    assert heard == ["officina/1 (+mailto:desk@example.org)"]


def test_packed_answers_are_unpacked():
    body = b"a line\n" * 1000
    packed = gzip.compress(body)
    with stranger(lambda caller: caller.answer(200, packed, Content_Encoding="gzip")) as server:
        assert fetched(server.address()) == body


def test_a_busy_peer_is_asked_again_when_it_says():
    answers = iter([503, 429, 200])
    waited: list[float] = []

    def speak(caller: Caller) -> None:
        status = next(answers)
        caller.answer(status, b"at last" if status == 200 else b"", Retry_After="2")

    with stranger(speak) as server:
        body = fetched(server.address(), FetchLimits(tries=3), sleep=waited.append)
    assert (body, waited) == (b"at last", [2, 2])


@pytest.mark.parametrize("is_date", [False, True])
def test_who_is_busy_for_long_is_asked_at_the_next_harvest(is_date):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    later = format_datetime(tomorrow, usegmt=True) if is_date else "86400"
    waited: list[float] = []
    with stranger(lambda caller: caller.answer(503, Retry_After=later)) as server:
        with fetcher(FetchLimits(), sleep=waited.append) as mine, pytest.raises(AskLater) as told:
            mine.fetch(server.address(), Nothing())
        assert len(server.asked) == 1
    assert told.value.seconds is not None
    assert told.value.seconds >= 6 * 3600
    assert waited == []


def test_a_refusal_is_told_and_not_repeated():
    with stranger(lambda caller: caller.answer(404)) as server:
        error = refusal(server.address(), FetchLimits())
        assert isinstance(error, StatusRefused)
        assert error.status == 404
        assert len(server.asked) == 1


def test_who_breaks_off_is_told():
    def speak(caller: Caller) -> None:
        caller.say(HEAD + b"Content-Length: 10\r\n\r\nabc")

    with stranger(speak) as server:
        error = refusal(server.address(), SMALL)
    assert isinstance(error, Unreachable)
    assert "broke off" in error.happened


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 100])
def test_what_is_no_http_is_told(answer):
    with stranger(lambda caller: caller.say(answer)) as server:
        assert isinstance(refusal(server.address(), SMALL), Unreachable)


def test_packing_that_nobody_asked_for_or_that_is_broken_is_told():
    for encoding, body in (("br", b"abc"), ("gzip", b"no gzip"), ("gzip, gzip", b"")):
        with stranger(
            lambda caller, e=encoding, b=body: caller.answer(200, b, Content_Encoding=e)
        ) as server:
            assert isinstance(refusal(server.address(), SMALL), Unreachable)


def test_nobody_at_the_door_is_told():
    with socket.create_server((OUTSIDE, 0)) as door:
        port = door.getsockname()[1]
    error = refusal(f"http://{OUTSIDE}:{port}/", SMALL)
    assert isinstance(error, Unreachable)
    assert "refused" in error.happened
