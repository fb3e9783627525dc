"""``/data``: what one has agreed to, how far it is, the data and the agreement."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from officina_hub.federation.dataspace.record import SUFFIX
from officina_hub.portal.agreed_data import document_of, send_data, with_agreement
from officina_hub.portal.data_terms import words_of
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.data_words import (
    action_words,
    data_chip,
    data_sentence,
    step_of,
    written,
)
from officina_hub.portal.pages.news import NewsHandler
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.data_agreements import (
    FETCHABLE,
    UNDER_WAY,
    agreement_out,
    agreements_of,
    errand,
    fetch_again,
    remove,
    stop,
)
from officina_hub.portal.store.news import Getting
from officina_widgets.data_wire import DataAgreementOut, data_file_name

Deed = Callable[[Session, str, Act], DataAgreementOut]


class MyDataHandler(PageHandler):
    """All of one's agreements."""

    right = "data.list"
    door = "find"

    async def get(self) -> None:
        mine = await self.portal.read(agreements_of, self.person)
        self.render_page("my_data.html", mine=mine, chip_of=lambda s: data_chip(self.t, s))


class DataHandler(PageHandler):
    """One of them, and how far it is."""

    right = "data.read"
    door = "find"

    async def get(self, data_id: str) -> None:
        one, known = await self.portal.read(with_agreement, data_id)
        here = self.address(f"data/{data_id}")
        is_live = one.state in UNDER_WAY
        words = action_words(self.t)
        if self.is_partial and not is_live and self.get_query_argument("seen", ""):
            # What was waited for is there: the page is another one now.
            self.set_header("HX-Refresh", "true")
            self.finish()
            return
        self.render_live(
            "data.html",
            "_parts/data_progress.html",
            here,
            is_live=is_live,
            one=one,
            address=here,
            news=f"{here}/news",
            chip=data_chip(self.t, one.state),
            sentence=data_sentence(self.t, one.state, is_agreed=bool(one.agreement_id)),
            step=await self._step(data_id) if one.state == "negotiating" else "",
            arrived=self.portal.errands.arrived(data_id),
            planned=[words.get(each, each) for each in one.actions],
            may_fetch=one.state in FETCHABLE and bool(one.agreement_id),
            clauses=words_of(known.agreement or known.offer, self.t.gettext),
            written=written(known.agreement or known.offer),
        )

    async def _step(self, data_id: str) -> str:
        """How far the negotiation is, as the protocol's own side keeps it."""
        portal = self.portal
        known = await portal.read(errand, data_id)
        shelf = portal.dataspaces.shelf
        process = await portal.work(shelf.negotiation, known.negotiation)
        return step_of(self.t, process.state if process else "")


class DataNewsHandler(NewsHandler):
    """One stream: that there is something new about it."""

    right = "data.read"

    async def get(self, data_id: str) -> None:
        await self.portal.read(agreement_out, data_id)
        await self.tell_of(Getting(data_id))


class _Decision(PageHandler):
    """The base of what is done to one; the page that follows shows what came of it."""

    right = "data.decide"

    async def carry_out(self, deed: Deed, data_id: str) -> None:
        """Write it down, and show where it stands."""
        await self.portal.write(deed, data_id, self.act())
        self.portal.news_bell.ring()
        self.go(f"data/{data_id}")


class StopHandler(_Decision):
    """Lets it come no further."""

    async def post(self, data_id: str) -> None:
        await self.portal.write(stop, data_id, self.act())
        await self.portal.errands.stop(data_id)
        self.portal.news_bell.ring()
        self.go(f"data/{data_id}")


class FetchHandler(_Decision):
    """Has the data fetched once more."""

    async def post(self, data_id: str) -> None:
        await self.carry_out(fetch_again, data_id)
        self.portal.errands.begin(data_id)


class RemoveHandler(_Decision):
    """Away with the data; the agreement stays."""

    async def post(self, data_id: str) -> None:
        await self.carry_out(remove, data_id)
        await self.portal.errands.remove(data_id)


class DataFileHandler(PageHandler):
    """The data."""

    right = "data.read"

    async def get(self, data_id: str) -> None:
        await send_data(self, await self.portal.read(agreement_out, data_id))


class AgreementHandler(PageHandler):
    """The agreement, to be kept with the data: JSON-LD, as `officina dataspace` writes it."""

    right = "data.read"

    async def get(self, data_id: str) -> None:
        one, known = await self.portal.read(with_agreement, data_id)
        self.set_header("Content-Type", "application/ld+json")
        name = f"{data_file_name(one.title)}{SUFFIX}"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(document_of(one, known))
