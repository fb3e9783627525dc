"""No answer is too large or too slow, whoever gives it; memory and time are measured."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib

import pytest
from fetching_hand import (
    BRIEF,
    CEILING_SECONDS,
    HEAD,
    MIB,
    SMALL,
    Nothing,
    fetcher,
    named,
    refusal,
    refusal_by,
)
from strangers import OUTSIDE, Caller, certificate_for, stranger

from officina_hub.federation.fetching import (
    Fetcher,
    TooLarge,
    TooSlow,
    Way,
)

ZEROS = bytes(64 * 1024)


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


def one_mib(caller: Caller) -> None:
    """In pieces, as this server's memory is measured, too."""
    caller.say(HEAD + b"Content-Length: %d\r\n\r\n" % MIB)
    for _ in range(MIB // len(ZEROS)):
        caller.say(ZEROS)


def test_all_answers_together_are_bounded():
    with stranger(one_mib) as server, fetcher() as mine:
        came = Nothing()
        for _ in range(3):
            mine.fetch(server.address(), came)
            assert not mine.is_spent
        assert isinstance(refusal_by(mine, server.address(), SMALL), TooLarge)
        assert mine.is_spent
    assert came.bytes == 3 * MIB < SMALL.all_bytes


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
    with Fetcher(BRIEF, way=Way(look_up=look_up)) as mine:
        assert isinstance(refusal_by(mine, "http://slow.example/", BRIEF), TooSlow)
    is_over.set()


def test_encrypted_answers_are_bounded_too(tmp_path):
    tls, authority = certificate_for("peer.example", tmp_path)
    way = named("peer.example")
    for speak, limits, error in ((endless, SMALL, TooLarge), (dripping, BRIEF, TooSlow)):
        with (
            stranger(speak, tls=tls) as server,
            Fetcher(limits, way=way, ca_file=str(authority)) as mine,
        ):
            refused = refusal_by(mine, server.address(host="peer.example"), limits)
            assert isinstance(refused, error)
