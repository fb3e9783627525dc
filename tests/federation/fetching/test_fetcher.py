"""The door to other machines, tried on servers that answer as no honest peer does."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from strangers import OUTSIDE, Caller, certificate_for, reach_with_a_stranger, stranger

from officina_hub.federation.fetching import (
    AddressRefused,
    AskLater,
    CertificateRefused,
    Fetcher,
    FetchError,
    FetchLimits,
    Known,
    RedirectRefused,
    StatusRefused,
    TooLarge,
    TooSlow,
    Unreachable,
    Way,
)

MIB = 1024 * 1024
SMALL = FetchLimits(answer_bytes=MIB, all_bytes=4 * MIB, tries=1)
# What a fetch may hold in memory beside what it writes into its file, whatever comes.
CEILING_BYTES = MIB
BRIEF = FetchLimits(answer_seconds=0.4, read_seconds=0.3, connect_seconds=0.4, tries=1)
# An answer that is cut after 0.4 seconds, on a machine that has other work.
CEILING_SECONDS = 5.0
ZEROS = bytes(64 * 1024)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def fetcher(limits: FetchLimits = SMALL, **options: object) -> Fetcher:
    return Fetcher(limits, way=Way(reach=reach_with_a_stranger), **options)


def fetched(address: str, limits: FetchLimits = SMALL, **options: object) -> bytes:
    into = io.BytesIO()
    with fetcher(limits, **options) as mine:
        mine.fetch(address, into)
    return into.getvalue()


class Nothing(io.RawIOBase):
    """A file that keeps nothing, so that memory is the fetcher's own."""

    def write(self, data: object) -> int:
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
    """Why it was not fetched, within the declared time and memory."""
    with measured() as spent, fetcher(limits) as mine:
        with pytest.raises(FetchError) as refused:
            mine.fetch(address, Nothing())
        memory, seconds = spent()
    assert memory < CEILING_BYTES
    assert seconds < CEILING_SECONDS
    return refused.value


def test_what_stands_there_is_written_into_the_file():
    def speak(caller: Caller) -> None:
        caller.answer(200, b"hello", Content_Type="text/turtle; charset=utf-8", ETag='"1"')

    with stranger(speak) as server, fetcher() as mine:
        into = io.BytesIO()
        told = mine.fetch(server.address("/a?b=c"), into)
        assert into.getvalue() == b"hello"
        assert server.asked == ["/a?b=c"]
    assert (told.media_type, told.bytes, told.known) == ("text/turtle", 5, Known('"1"', None))


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


def endless(caller: Caller) -> None:
    caller.say(HEAD + b"\r\n")
    while True:
        caller.say(ZEROS)


def endless_head(caller: Caller) -> None:
    caller.say(b"HTTP/1.1 200 OK\r\n")
    while True:
        caller.say(b"X: " + b"x" * 60_000 + b"\r\n")


def endless_continue(caller: Caller) -> None:
    while True:
        caller.say(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def announced(caller: Caller) -> None:
    caller.say(HEAD + b"Content-Length: 99999999999999999999999999\r\n\r\n")
    caller.until_it_goes()


def bomb(caller: Caller) -> None:
    """A gigabyte of zeros in a megabyte."""
    caller.say(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(16 * 1024):
        caller.say(packer.compress(ZEROS))
    caller.say(packer.flush())


def empty_members(caller: Caller) -> None:
    """Packed as nothing, again and again: it never becomes larger unpacked."""
    caller.say(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    members = gzip.compress(b"") * 3000
    while True:
        caller.say(members)


@pytest.mark.parametrize(
    "speak", [endless, endless_head, announced, bomb, empty_members, endless_continue]
)
def test_an_answer_larger_than_is_taken_is_cut(speak):
    with stranger(speak) as server:
        assert isinstance(refusal(server.address(), SMALL), TooLarge)


def test_all_answers_together_are_bounded():
    with stranger(lambda caller: caller.answer(200, bytes(MIB))) as server, fetcher() as mine:
        for _ in range(4):
            mine.fetch(server.address(), Nothing())
        with pytest.raises(TooLarge):
            mine.fetch(server.address(), Nothing())


def silent(caller: Caller) -> None:
    caller.until_it_goes()


def silent_in_the_middle(caller: Caller) -> None:
    caller.say(HEAD + b"Content-Length: 10\r\n\r\nabc")
    caller.until_it_goes()


def dripping(caller: Caller) -> None:
    """A byte now and then, so that it is never silent for long."""
    caller.say(HEAD + b"Content-Length: 100000\r\n\r\n")
    while not caller.is_over.wait(0.02):
        caller.say(b"x")


def dripping_head(caller: Caller) -> None:
    caller.say(b"HTTP/1.1 200 OK\r\nX: ")
    while not caller.is_over.wait(0.02):
        caller.say(b"x")


@pytest.mark.parametrize("speak", [silent, silent_in_the_middle, dripping, dripping_head])
def test_an_answer_that_takes_too_long_is_left(speak):
    with stranger(speak) as server:
        assert isinstance(refusal(server.address(), BRIEF), TooSlow)


def test_a_handshake_that_never_ends_is_left():
    """Somebody listens, takes the connection and says nothing of TLS."""
    with socket.create_server((OUTSIDE, 0)) as door:
        address = f"https://{OUTSIDE}:{door.getsockname()[1]}/"
        assert isinstance(refusal(address, BRIEF), TooSlow)


def test_a_name_server_that_does_not_answer_is_left():
    def look_up(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        is_over.wait(CEILING_SECONDS)
        return []

    is_over = threading.Event()
    with Fetcher(BRIEF, way=Way(look_up=look_up)) as mine, pytest.raises(TooSlow):
        mine.fetch("http://slow.example/", Nothing())
    is_over.set()


def test_nobody_is_led_inside():
    with (
        stranger(lambda caller: caller.answer(200, b"secret"), host="127.0.0.1") as inside,
        stranger(lambda caller: caller.answer(302, Location=inside.address("/admin"))) as server,
    ):
        assert isinstance(refusal(server.address(), SMALL), AddressRefused)
        assert inside.asked == []


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_known_however_it_is_written(host):
    with stranger(lambda caller: caller.answer(200), host="127.0.0.1") as inside:
        error = refusal(inside.address(host=host), SMALL)
        assert isinstance(error, AddressRefused)
        assert "private_network" in error.way_out
        assert inside.asked == []


def test_a_private_network_is_asked_where_the_operator_allows_it():
    with (
        stranger(lambda caller: caller.answer(200, b"ours"), host="127.0.0.1") as server,
        Fetcher(SMALL, way=Way(private_network=True)) as mine,
    ):
        into = io.BytesIO()
        mine.fetch(server.address(), into)
    assert into.getvalue() == b"ours"


def test_not_even_then_is_a_clouds_own_address_asked():
    with (
        Fetcher(SMALL, way=Way(private_network=True)) as mine,
        pytest.raises(AddressRefused, match=r"169\.254\.169\.254"),
    ):
        mine.fetch("http://169.254.169.254/latest/meta-data/", Nothing())


def test_a_name_that_means_another_machine_a_moment_later_leads_nowhere():
    """DNS rebinding: outside when it is first looked up, this machine from then on."""
    answers = iter([OUTSIDE, "127.0.0.1"])
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        asked.append(host)
        return [(socket.AF_INET, (next(answers), port))]

    way = Way(look_up=look_up, reach=reach_with_a_stranger)
    with (
        stranger(lambda caller: caller.answer(200, b"outside")) as server,
        Fetcher(SMALL, way=way) as mine,
    ):
        into = io.BytesIO()
        mine.fetch(server.address(host="rebind.example"), into)
        assert into.getvalue() == b"outside"
        assert asked == ["rebind.example"]
        with pytest.raises(AddressRefused):
            mine.fetch(server.address(host="rebind.example"), Nothing())


def test_a_name_that_leads_outside_and_inside_at_once_is_refused():
    def look_up(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        return [(socket.AF_INET, (OUTSIDE, port)), (socket.AF_INET, ("10.0.0.1", port))]

    way = Way(look_up=look_up, reach=reach_with_a_stranger)
    with (
        stranger(lambda caller: caller.answer(200)) as server,
        Fetcher(SMALL, way=way) as mine,
        pytest.raises(AddressRefused, match=r"10\.0\.0\.1"),
    ):
        mine.fetch(server.address(host="two.example"), Nothing())


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "http:///nobody",
        "http://user:secret@example.org/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org/a b",
        "http://example.org/\r\nX: y",
        "http://exämple.org/",
        f"http://example.org/{'x' * 5000}",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_not_asked(address):
    error = refusal(address, SMALL)
    assert isinstance(error, AddressRefused)
    assert "secret" not in error.way_out


def test_redirects_are_followed_so_far_and_no_further():
    def speak(caller: Caller) -> None:
        left = int(caller.path[1:])
        if left:
            caller.answer(301, Location=f"/{left - 1}")
        else:
            caller.answer(200, b"here")

    with stranger(speak) as server:
        assert fetched(server.address("/5")) == b"here"
        assert isinstance(refusal(server.address("/6"), SMALL), RedirectRefused)


@pytest.mark.parametrize("location", ["", "gopher://example.org/", "http://[", "//a:b@c/"])
def test_a_redirect_to_nowhere_is_refused(location):
    with stranger(lambda caller: caller.answer(302, Location=location)) as server:
        error = refusal(server.address(), SMALL)
    assert isinstance(error, RedirectRefused | AddressRefused)


def named(*names: str) -> Way:
    """A name server that knows these names as the stranger's, and no other."""

    def look_up(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        if host not in names:
            raise socket.gaierror(f"{host} is not known")
        return [(socket.AF_INET, (OUTSIDE, port))]

    return Way(look_up=look_up, reach=reach_with_a_stranger)


def test_a_certificate_is_checked_against_the_name(tmp_path):
    tls, authority = certificate_for("peer.example", tmp_path)
    options = {"way": named("peer.example", "other.example"), "ca_file": str(authority)}
    with stranger(lambda caller: caller.answer(200, b"genuine"), tls=tls) as server:
        with Fetcher(SMALL, **options) as mine:
            into = io.BytesIO()
            mine.fetch(server.address(host="peer.example"), into)
            assert into.getvalue() == b"genuine"
            with pytest.raises(CertificateRefused, match=r"other\.example"):
                mine.fetch(server.address(host="other.example"), Nothing())
        with Fetcher(SMALL, way=options["way"]) as mine, pytest.raises(CertificateRefused):
            mine.fetch(server.address(host="peer.example"), Nothing())
        assert server.asked == ["/"]


def test_encrypted_answers_are_bounded_too(tmp_path):
    tls, authority = certificate_for("peer.example", tmp_path)
    way = named("peer.example")
    for speak, limits, error in ((endless, SMALL, TooLarge), (dripping, BRIEF, TooSlow)):
        with (
            stranger(speak, tls=tls) as server,
            Fetcher(limits, way=way, ca_file=str(authority)) as mine,
            pytest.raises(error),
        ):
            mine.fetch(server.address(host="peer.example"), Nothing())


def test_nobody_is_led_from_https_to_http(tmp_path):
    tls, authority = certificate_for("peer.example", tmp_path)
    with (
        stranger(lambda caller: caller.answer(200)) as plain,
        stranger(lambda caller: caller.answer(302, Location=plain.address()), tls=tls) as server,
        Fetcher(SMALL, way=named("peer.example"), ca_file=str(authority)) as mine,
        pytest.raises(RedirectRefused, match="not encrypted"),
    ):
        mine.fetch(server.address(host="peer.example"), Nothing())
    assert plain.asked == []


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
