"""What is kept of peers between harvests: read before one begins, written once it has ended."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from officina_hub.factory.peers import Peer
from officina_hub.federation.harvest import Harvested, Kept, KeptPage
from officina_hub.portal.db import tables as t

AT_ONCE = 500


def kept_of(session: Session, peer: Peer) -> Kept:
    """What is known of a peer; nothing where its address or kind is another than before."""
    row = session.get(t.FederationPeer, peer.id)
    if row is None or row.address != _place(peer):
        return Kept()
    mine = select(t.FederationPage.address, t.FederationPage.page).where(
        t.FederationPage.peer_id == peer.id
    )
    pages = {found.address: KeptPage.model_validate(found.page) for found in session.execute(mine)}
    return Kept(row.position, pages)


def has_begun(session: Session, peer: Peer, at: datetime) -> None:
    """A harvest begins now."""
    row = _row(session, peer)
    row.began_at, row.asked_at = at, None


def has_ended(session: Session, peer: Peer, kept: Kept, report: Harvested) -> None:
    """It has ended: what became of it, and what is kept of it."""
    row = _row(session, peer)
    if row.address != _place(peer):
        session.execute(delete(t.FederationPage).where(t.FederationPage.peer_id == peer.id))
        row.address = _place(peer)
    row.verdict, row.ended_at = report.verdict, report.ended_at
    row.failures = 0 if report.is_good else row.failures + 1
    row.good_at = report.ended_at if report.is_good else row.good_at
    row.report = report.model_dump(mode="json")
    row.position = kept.position
    _forget(session, peer.id, [_key(address) for address in kept.gone()])
    for address, page in kept.changed():
        mine = t.FederationPage(
            peer_id=peer.id,
            key=_key(address),
            address=address,
            page=page.model_dump(mode="json", exclude_defaults=True),
        )
        session.merge(mine)


def ask_for(session: Session, peer: Peer, at: datetime) -> None:
    """Somebody wants it harvested at once."""
    _row(session, peer).asked_at = at


def peer_rows(session: Session) -> dict[str, t.FederationPeer]:
    """All that were ever harvested or asked for, by id."""
    rows = {row.id: row for row in session.scalars(select(t.FederationPeer))}
    session.expunge_all()
    return rows


def last_reports(session: Session, peers: Sequence[Peer]) -> list[Harvested]:
    """How the last harvest of each of these went, where there was one."""
    rows = (session.get(t.FederationPeer, peer.id) for peer in peers)
    return [Harvested.model_validate(row.report) for row in rows if row and row.report]


def _row(session: Session, peer: Peer) -> t.FederationPeer:
    row = session.get(t.FederationPeer, peer.id)
    if row is None:
        row = t.FederationPeer(
            id=peer.id, address=_place(peer), verdict="", failures=0, position={}, report={}
        )
        session.add(row)
    return row


def _place(peer: Peer) -> str:
    """Of what the kept pages are; by another address or kind they would mean nothing."""
    return f"{peer.kind} {peer.address} {peer.role if peer.kind == 'officina' else ''}".strip()


def _forget(session: Session, peer_id: str, keys: Collection[str]) -> None:
    wanted = list(keys)
    for start in range(0, len(wanted), AT_ONCE):
        session.execute(
            delete(t.FederationPage).where(
                t.FederationPage.peer_id == peer_id,
                t.FederationPage.key.in_(wanted[start : start + AT_ONCE]),
            )
        )


def _key(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
