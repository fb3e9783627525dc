"""Nobody is led inside, down from https, or to somebody else."""

from __future__ import annotations

import io
import socket

import pytest
from fetching_hand import (
    SMALL,
    Nothing,
    fetched,
    named,
    refusal,
    refusal_by,
)
from strangers import OUTSIDE, Caller, certificate_for, reach_with_a_stranger, stranger

from officina_hub.federation.fetching import (
    AddressRefused,
    CertificateRefused,
    Fetcher,
    RedirectRefused,
    Way,
)


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
        refused = refusal_by(mine, server.address(host="rebind.example"), SMALL)
        assert isinstance(refused, AddressRefused)


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
