"""Which addresses may be gone to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from officina_hub.federation.fetching.networks import reach_of


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "::1",
        "fc00::1",
        "fdff::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::c0a8:101",
    ],
)
def test_ones_own_network_is_private(address):
    assert reach_of(ip_address(address)) == "private"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "100.100.100.200",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "fd00:ec2::254",
        "fd20:ce::254",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::7f00:1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "2001::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "64:ff9b:1::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "::ffff:169.254.169.254",
    ],
)
def test_no_peer_can_be_there(address):
    assert reach_of(ip_address(address)) == "never"


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "193.166.1.1",
        "223.255.255.1",
        "2a00:1450::1",
        "2606:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
    ],
)
def test_what_everybody_reaches_is_outside(address):
    assert reach_of(ip_address(address)) == "outside"
