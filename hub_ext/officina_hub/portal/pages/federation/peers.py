"""``/operate/federation``: our own signatures; each peer, its last harvest and the next one."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from officina_courses.saying import say
from officina_hub.factory.peers import Peer
from officina_hub.federation.harvest import Harvested
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Forbidden, NotFound
from officina_hub.portal.harvest_pace import next_at
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.federation.signatures import signatures, standing_at
from officina_hub.portal.pages.federation.verdict_words import verdict_chip
from officina_hub.portal.pages.states import Chip
from officina_hub.portal.store.federation_harvests import ask_for, peer_rows
from officina_hub.scopes import OPERATE

NOT_AN_OPERATOR: Final = say(
    "You are not an operator of this factory, so what it takes from others is closed to you here. "
    "The Hub's group 'operators' names them."
)
NO_SUCH_PEER: Final = say(
    "There is no peer of that name in factory.toml any more. Go back and look at the list."
)
MOST_REASONS: Final = 20


class Reason(NamedTuple):
    """Why some were rejected: the first place, and how many more."""

    text: str
    where: str
    more: int


class PeerRow(NamedTuple):
    """One peer as the page shows it."""

    peer: Peer
    chip: Chip
    report: Harvested | None
    is_asked: bool
    next_at: datetime | None
    reasons: tuple[Reason, ...]
    more_reasons: int


class PeersHandler(PageHandler):
    """The page."""

    door = "operate"

    async def get(self) -> None:
        self.check_operator()
        rows = await self.portal.read(peer_rows)
        peers = [self._row(peer, rows.get(peer.id)) for peer in self.portal.settings.peers]
        settings, now = self.portal.settings, self.portal.clock()
        standing = await self.portal.work(standing_at, settings.data_dir, now)
        self.render_page(
            "operate_federation.html",
            peers=peers,
            own=signatures(self.reader, standing, now),
            own_address=settings.identity.federation_address,
        )

    def check_operator(self) -> None:
        """Raise for whoever is none."""
        if not self.has_scope(OPERATE):
            raise Forbidden("not-an-operator", NOT_AN_OPERATOR)

    def _row(self, peer: Peer, row: t.FederationPeer | None) -> PeerRow:
        report = Harvested.model_validate(row.report) if row and row.report else None
        reasons = reasons_of(report) if report else ()
        return PeerRow(
            peer,
            verdict_chip(self.t, report.verdict if report else "", is_signed=bool(peer.root)),
            report,
            bool(row and row.asked_at),
            next_at(peer, row),
            reasons[:MOST_REASONS],
            max(len(reasons) - MOST_REASONS, 0),
        )


class HarvestNowHandler(PeersHandler):
    """The button."""

    async def get(self, peer_id: str) -> None:  # type: ignore[override]
        self.go("operate/federation")

    async def post(self, peer_id: str) -> None:
        """Have it harvested next, and come back."""
        self.check_operator()
        peer = next((one for one in self.portal.settings.peers if one.id == peer_id), None)
        if peer is None:
            raise NotFound("no-such-peer", NO_SUCH_PEER)
        await self.portal.write(ask_for, peer, self.portal.clock())
        self.portal.harvest_bell.ring()
        self.flash(
            self.t.gettext("%(peer)s is harvested now. Open this page again in a moment.")
            % {"peer": peer.name}
        )
        self.go("operate/federation")


def reasons_of(report: Harvested) -> tuple[Reason, ...]:
    """Each reason once, the most frequent first."""
    places: dict[str, list[str]] = {}
    for each in report.rejected:
        places.setdefault(each.reason, []).append(each.where)
    found = [Reason(text, where[0], len(where) - 1) for text, where in places.items()]
    return tuple(sorted(found, key=lambda one: -one.more))
