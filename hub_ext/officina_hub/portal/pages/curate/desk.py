"""``/catalogue``: what is to be done in the catalogue, and every record of it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from babel.support import NullTranslations

from officina_hub.portal.pages.curate.base import CuratorHandler
from officina_hub.portal.pages.find_words import ICONS, kind_name
from officina_hub.portal.store.catalogue_desk import (
    PER_PAGE,
    PILES,
    Choice,
    Desk,
    Pile,
    desk,
    refused_at_last,
)
from officina_widgets.catalogue.records import KINDS
from officina_widgets.catalogue.words import in_language

LONGEST_TEXT = 200
DEEPEST_PAGE = 10_000


class Tab(NamedTuple):
    """One pile, with its address and how much lies on it."""

    label: str
    href: str
    lying: int
    is_here: bool


class DeskHandler(CuratorHandler):
    """The list; its address is the choice, so that it can be sent to a colleague."""

    async def get(self) -> None:
        choice = self._choice()
        found = await self.portal.read(desk, self.person, choice)
        pages = max(1, -(-found.total // PER_PAGE))
        self.render_page(
            "curate_desk.html",
            choice=choice,
            desk=found,
            tabs=[self._tab(choice, pile, found) for pile in PILES],
            kinds=[(kind, kind_name(self.t, kind)) for kind in KINDS],
            icons=ICONS,
            words=lambda texts: in_language(texts, (self.reader.language,)),
            state_name=lambda state: state_name(self.t, state),
            pages=pages,
            previous=_href(choice._replace(page=choice.page - 1)) if choice.page > 1 else "",
            next=_href(choice._replace(page=choice.page + 1)) if choice.page < pages else "",
        )

    def _choice(self) -> Choice:
        pile, kind = self.get_query_argument("pile", "all"), self.get_query_argument("kind", "")
        page = self.get_query_argument("page", "1")
        return Choice(
            pile=pile if pile in PILES else "all",
            kind=kind if kind in KINDS else "",
            text=self.get_query_argument("q", "")[:LONGEST_TEXT],
            # More digits than that are no number to Python.
            page=min(int(page[:9]), DEEPEST_PAGE) if page.isdecimal() and int(page[:9]) else 1,
        )

    def _tab(self, choice: Choice, pile: Pile, found: Desk) -> Tab:
        href = _href(choice._replace(pile=pile, page=1))
        return Tab(pile_name(self.t, pile), href, found.piles[pile], pile == choice.pile)


class RefusedHandler(CuratorHandler):
    """What the last load of each source refused."""

    async def get(self) -> None:
        self.render_page("curate_refused.html", sources=await self.portal.read(refused_at_last))


def pile_name(t: NullTranslations, pile: Pile) -> str:
    """What a pile is called."""
    return {
        "waiting": t.gettext("Drafts waiting for review"),
        "mine": t.gettext("Mine"),
        "returned": t.gettext("Sent back"),
        "low": t.gettext("Low quality"),
        "hidden": t.gettext("Not public"),
        "all": t.gettext("All"),
    }[pile]


def state_name(t: NullTranslations, state: str) -> str:
    """How a record or its draft stands."""
    return {
        "published": t.gettext("Published"),
        "draft": t.gettext("Not published yet"),
        "withdrawn": t.gettext("Withdrawn"),
        "writing": t.gettext("Draft in writing"),
        "waiting": t.gettext("Draft waits for review"),
        "returned": t.gettext("Draft sent back"),
        "discarded": t.gettext("Draft discarded"),
    }.get(state, state)


def _href(choice: Choice) -> str:
    usual = Choice()
    told = {"pile": choice.pile, "kind": choice.kind, "q": choice.text, "page": str(choice.page)}
    standard = {"pile": usual.pile, "kind": "", "q": "", "page": "1"}
    return "?" + urlencode({name: value for name, value in told.items() if value != standard[name]})
