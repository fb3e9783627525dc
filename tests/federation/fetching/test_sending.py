"""What is sent goes once and to one host, and a token is shown to nobody else."""

from __future__ import annotations

import io

import pytest
from fetching_hand import Nothing, fetcher
from strangers import Caller, stranger

from officina_hub.federation.fetching import (
    AddressRefused,
    Fetcher,
    FetchLimits,
    TooLarge,
)

TOKEN = "a-token-for-one-host"


def test_a_message_arrives_with_its_token_and_whatever_is_answered_is_read():
    heard: list[str] = []

    def speak(caller: Caller) -> None:
        heard.append(caller.header("Authorization") or "")
        heard.append(caller.head.split(b" ")[0].decode())
        caller.answer(400, b'{"code": "no"}', Content_Type="application/json")

    with stranger(speak) as server, fetcher() as mine:
        reply = mine.send(server.address("/dsp"), b"{}", token=TOKEN)
    assert (reply.status, reply.body) == (400, b'{"code": "no"}')
    assert heard == [f"Bearer {TOKEN}", "POST"]


@pytest.mark.parametrize("status", [307, 503], ids=["redirect", "busy"])
def test_a_message_is_sent_once_and_nowhere_else(status: int):
    def speak(caller: Caller) -> None:
        caller.answer(status, Location="/elsewhere", Retry_After="0")

    with stranger(speak) as server, fetcher(FetchLimits(tries=3)) as mine:
        assert mine.send(server.address("/dsp"), b"{}").status == status
        assert server.asked == ["/dsp"]


def test_a_token_goes_on_within_its_host_and_to_no_other():
    shown: list[str | None] = []

    def second(caller: Caller) -> None:
        shown.append(caller.header("Authorization"))
        caller.answer(200, b"data")

    def first(caller: Caller) -> None:
        shown.append(caller.header("Authorization"))
        further = "/again" if caller.path == "/" else other.address("/data")
        caller.answer(302, Location=further)

    with stranger(second) as other, stranger(first) as server, fetcher() as mine:
        into = io.BytesIO()
        mine.fetch(server.address(), into, token=TOKEN)
    assert into.getvalue() == b"data"
    assert shown == [f"Bearer {TOKEN}", f"Bearer {TOKEN}", None]


def test_a_message_to_a_machine_inside_is_not_sent():
    with pytest.raises(AddressRefused), Fetcher() as mine:
        mine.send("http://127.0.0.1:9/", b"{}")


def test_a_token_that_would_add_a_line_is_not_sent():
    with (
        stranger(lambda caller: caller.answer(200)) as server,
        fetcher() as mine,
        pytest.raises(AddressRefused) as refusal,
    ):
        mine.fetch(server.address(), Nothing(), token="x\r\nHost: inside")
    assert server.asked == []
    assert "inside" not in str(refusal.value)


def test_an_answer_to_a_message_is_bounded():
    def speak(caller: Caller) -> None:
        caller.answer(200, b"x" * 3_000_000)

    with stranger(speak) as server, fetcher() as mine, pytest.raises(TooLarge):
        mine.send(server.address(), b"{}")
