"""Fetches a course's package from the peer that offers it, and believes it only as signed."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final, NamedTuple

from officina_hub.factory.peers import Peer
from officina_hub.federation.fetching import Fetcher, FetchLimits, Way
from officina_hub.federation.fetching.for_tuf import GuardedFetcher
from officina_hub.federation.peer_root import root_of
from officina_hub.federation.trust import NotTrusted, PeerFolder, Verdict
from officina_hub.portal.harvesting import agent, alone_with, harvest_folder, trust_folder
from officina_widgets.catalogue.records import PackageLink

NOT_SIGNED_FOR: Final = "its feed told of another content than its role signs"


class Wanted(NamedTuple):
    """One package of one peer."""

    peer: Peer
    link: PackageLink


def fetch_package(
    wanted: Wanted, home: Path, into: IO[bytes], *, contact: str, most_bytes: int
) -> None:
    """Write the package to ``into``; ``home`` is the portal's own folder.

    Raises
    ------
    NotTrusted
        Where the peer, or that file of it, cannot be believed.
    OfficinaError
        Where it cannot be fetched, or the peer is being harvested just now.

    """
    peer, link = wanted
    folder = harvest_folder(home)
    limits = FetchLimits(answer_bytes=most_bytes, all_bytes=most_bytes + FetchLimits().answer_bytes)
    fetcher = Fetcher(
        limits,
        way=Way(private_network=peer.private_network),
        agent=agent(contact),
        ca_file=peer.ca_file,
    )
    with alone_with(peer, folder) as scratch, fetcher:
        published = PeerFolder(
            trust_folder(peer, folder),
            root=root_of(peer),
            address=peer.address,
            factory=peer.role,
            fetcher=GuardedFetcher(fetcher),
        )
        published.refresh()
        path = path_of(wanted)
        file = scratch / "package.zip"
        if published.fetch(path, file).sha256 != link.sha256:
            raise NotTrusted(Verdict.TAMPERED, peer.role, path, NOT_SIGNED_FOR)
        with file.open("rb") as content:
            while chunk := content.read(1 << 20):
                into.write(chunk)


def path_of(wanted: Wanted) -> str:
    """Where the package lies in the peer's folder, and nowhere else; raises ``NotTrusted``."""
    peer, link = wanted
    base = peer.address.rstrip("/") + "/"
    if not link.address.startswith(base):
        raise NotTrusted(Verdict.NOT_FOR_THIS_FACTORY, peer.role, link.address)
    return link.address.removeprefix(base)
