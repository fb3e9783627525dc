"""Which addresses of machines may be gone to, by IANA's registries of special-purpose addresses.

*Outside* is what everybody on the internet reaches; *private* is one's own network and this
machine, which an operator may allow for a peer; *never* is what no peer can be: all at once, nobody
yet, and link-local, where clouds keep the passwords of their machines.

https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.
Python's ``is_global`` differs by its patch version, so what counts stands here.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final, Literal

Address = IPv4Address | IPv6Address
Reach = Literal["outside", "private", "never"]

PRIVATE_4: Final = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
)
NEVER_4: Final = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("169.254.0.0/16"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.0.2.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
    IPv4Network("224.0.0.0/3"),
)
# Where clouds give a machine its passwords, though the number is another's or a private one:
# https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 (Azure),
# https://www.alibabacloud.com/help/ecs/user-guide/view-instance-metadata (Alibaba Cloud),
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html (AWS),
# https://cloud.google.com/compute/docs/metadata/querying-metadata (Google Cloud).
CLOUDS_OWN_4: Final = frozenset({IPv4Address("168.63.129.16"), IPv4Address("100.100.100.200")})
CLOUDS_OWN_6: Final = (IPv6Network("fd00:ec2::/32"), IPv6Network("fd20:ce::254/128"))
PRIVATE_6: Final = (IPv6Network("::1/128"), IPv6Network("fc00::/7"))
GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
# Within it: Teredo, ORCHID, AMT and others of 2001::/23; documentation; 6to4, which ends anywhere.
NEVER_6: Final = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)
NAT64: Final = IPv6Network("64:ff9b::/96")


def reach_of(address: Address) -> Reach:
    """Where this address lies; one that carries an IPv4 address lies where that lies."""
    if isinstance(address, IPv4Address):
        return _reach_4(address)
    if address.ipv4_mapped is not None:
        return _reach_4(address.ipv4_mapped)
    if address in NAT64:
        return _reach_4(IPv4Address(int(address) & 0xFFFF_FFFF))
    if any(address in network for network in CLOUDS_OWN_6):
        return "never"
    if any(address in network for network in PRIVATE_6):
        return "private"
    is_outside = address in GLOBAL_UNICAST and not any(address in each for each in NEVER_6)
    return "outside" if is_outside else "never"


def _reach_4(address: IPv4Address) -> Reach:
    if address in CLOUDS_OWN_4:
        return "never"
    if any(address in network for network in PRIVATE_4):
        return "private"
    return "never" if any(address in network for network in NEVER_4) else "outside"
