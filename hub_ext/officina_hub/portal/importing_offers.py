"""Takes a course over from the peer that offers it: fetched, believed, looked at, kept, queued."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from typing import Final

from officina_courses.model import CourseId
from officina_hub.errors import OfficinaError
from officina_hub.factory.peers import Peer
from officina_hub.federation.peer_root import RootUnreadable
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import Conflict, Unacceptable
from officina_hub.portal.import_taking import Offered, take_package
from officina_hub.portal.peer_packages import Wanted, fetch_package
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.import_offers import Offer
from officina_hub.portal.store.import_room import require_room
from officina_hub.portal.store.imports import take_import
from officina_hub.portal.store.near_advice import with_advice
from officina_widgets.import_wire import ImportOut

log = logging.getLogger("officina.portal")

NO_ROOT: Final = (
    "This hub's root of trust of {peer!r} cannot be read, so nobody can tell who signed what it "
    "gives, and nothing was taken. Tell the operator, who finds the reason in the portal's log."
)
UNKNOWN_PEER: Final = (
    "{source!r} is no peer of this hub any more, so nobody vouches for what it gives. Ask the "
    "operator, who names peers in factory.toml."
)


async def import_offer(
    portal: Portal, offer: Offer, act: Act, *, course_id: CourseId | None
) -> ImportOut:
    """Raises ``Unacceptable`` where the peer is not believed, and what ``take_import`` does."""
    peer = _peer(portal, offer)
    settings = portal.settings
    offered = Offered(peer=peer.id, peer_title=peer.name, address=offer.link.address)
    await portal.read(require_room, act)
    with tempfile.TemporaryFile(dir=settings.incoming) as upload:
        try:
            # Not in the portal's own few threads: a slow peer must not hold up everybody.
            await asyncio.to_thread(
                fetch_package,
                Wanted(peer, offer.link),
                settings.home,
                upload,
                contact=settings.identity.contact,
                most_bytes=settings.course_limits.max_stream_bytes,
            )
        except RootUnreadable as error:  # which tells operators where it should lie
            log.error("an import from %s was refused: %s", peer.id, error)
            raise Unacceptable("no-root", NO_ROOT.format(peer=peer.id)) from error
        except OfficinaError as error:
            raise Unacceptable("peer-refused", str(error)) from error
        package, origin = await take_package(
            portal, upload, act.user, course_id=course_id, offered=offered
        )
    package = await portal.read(with_advice, package, origin)
    taken = await portal.write(take_import, package, origin, act)
    portal.work_bell.ring()
    return taken


def _peer(portal: Portal, offer: Offer) -> Peer:
    for peer in portal.settings.peers:
        if peer.source == offer.source and peer.kind == "officina":
            return peer
    raise Conflict("unknown-peer", UNKNOWN_PEER.format(source=offer.source))
