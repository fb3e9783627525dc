"""Records of several sources that describe one thing: shown together, or held apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.factory.peers import Peer
from officina_hub.portal.pages.curate.base import CuratorHandler
from officina_hub.portal.store.catalogue_apart import held_pairs
from officina_hub.portal.store.catalogue_sameness import Pair, hold_apart, put_together
from officina_widgets.catalogue.also_offered import Because
from officina_widgets.catalogue.asking import Hit
from officina_widgets.catalogue.words import in_language


class Folded(NamedTuple):
    """A hit, and the later hits of the same page that describe the same."""

    hit: Hit
    also: tuple[Hit, ...]


def folded(hits: Sequence[Hit], pairs: Collection[Pair]) -> list[Folded]:
    """In their order; what stands on another page stays there."""
    shown: list[tuple[Hit, list[Hit]]] = []
    for hit in hits:
        for first, also in shown:
            if (first.filed.id, hit.filed.id) in pairs:
                also.append(hit)
                break
        else:
            shown.append((hit, []))
    return [Folded(hit, tuple(also)) for hit, also in shown]


def source_name(peers: Iterable[Peer], source: str) -> str:
    """What people call the peer that a record comes from; other sources have their ids."""
    return {peer.source: peer.name for peer in peers}.get(source, source)


def because_name(t: NullTranslations, because: Because) -> str:
    """By what two records are seen to be of one thing."""
    return {
        "doi": t.gettext("same DOI"),
        "address": t.gettext("same address"),
        "title": t.gettext("same title"),
    }[because]


class ApartHandler(CuratorHandler):
    """``/find/{record_id}/apart``: the two buttons on a record's page."""

    async def post(self, record_id: str) -> None:
        deed, other = self.deed()
        if deed == "apart":
            await self.portal.write(hold_apart, record_id, other, self.act())
            self.flash(self.t.gettext("The two are shown apart now. You can take that back below."))
        elif deed == "together":
            await self.portal.write(put_together, record_id, other, self.act())
            self.flash(self.t.gettext("The two are shown together again."))
        self.go(f"find/{record_id}")


class HeldApartHandler(CuratorHandler):
    """``/catalogue/apart``: all that curators hold apart."""

    async def get(self) -> None:
        held = await self.portal.read(held_pairs)
        self.render_page(
            "curate_apart.html",
            held=held,
            words=lambda texts: in_language(texts, (self.reader.language,)),
        )
