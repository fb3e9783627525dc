"""The common service standard, asked of this factory and of its peers from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from officina_hub.errors import OfficinaError
from officina_hub.factory.model import Identity
from officina_hub.factory.peers import Peer
from officina_hub.federation.checking import ServiceReport, check_factory
from officina_hub.federation.checking.asking import LIMITS, Asking
from officina_hub.federation.fetching import Fetcher, Way
from officina_hub.federation.place import FederationPlace

OURS: Final = ""
"""The id under which this factory's own check is kept; a peer's is never empty."""


class Target(NamedTuple):
    """A factory to look at; ``root`` is the file of whom is believed."""

    id: str
    name: str
    address: str
    factory: str
    root: Path
    private_network: bool
    ca_file: str = ""


class Looked(NamedTuple):
    """What was found at one; ``why`` tells where nothing could be looked at."""

    target: Target
    at: datetime
    report: ServiceReport | None
    why: str = ""


def targets_of(own: Identity, peers: Iterable[Peer], place: FederationPlace) -> Iterator[Target]:
    """First this factory, where it publishes; then its peers that are factories, too."""
    if own.federation_address and place.has_begun:
        root = place.published / "metadata" / "1.root.json"
        # Its own address may well be inside this house.
        yield Target(OURS, own.name, own.federation_address, own.own_id, root, private_network=True)
    yield from (_target(peer) for peer in peers if peer.kind == "officina")


def look_at(target: Target, now: datetime, agent: str) -> Looked:
    """Each item of the standard; what cannot be reached is told and raises nothing."""
    way = Way(private_network=target.private_network)
    try:
        with Fetcher(LIMITS, way=way, agent=agent, ca_file=target.ca_file) as fetcher:
            root = target.root.read_bytes()
            asking = Asking(fetcher)
            report = check_factory(asking, target.address, now, factory=target.factory, root=root)
    except (OfficinaError, OSError) as error:
        return Looked(target, now, None, str(error))
    return Looked(target, now, report)


def _target(peer: Peer) -> Target:
    return Target(
        peer.id,
        peer.name,
        peer.address,
        peer.role,
        Path(peer.root),
        private_network=peer.private_network,
        ca_file=peer.ca_file,
    )
