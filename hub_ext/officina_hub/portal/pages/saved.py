"""``/searches``: the searches that the reader keeps, with what each finds anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from babel.support import NullTranslations
from pydantic import TypeAdapter, ValidationError

from officina_hub.portal.context import Portal
from officina_hub.portal.errors import TooMany
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.find_words import Names
from officina_hub.portal.store.saved_searches import (
    Saved,
    Told,
    Wish,
    bring_back_search,
    delete_search,
    look_at_search,
    my_search,
    my_searches,
    rename_search,
    renew_feed,
    save_search,
)
from officina_widgets.catalogue.asking import LONGEST_QUERY, Ask
from officina_widgets.catalogue.query_string import UnknownQueryError, ask_of, query_of
from officina_widgets.catalogue.words import Short

WAYS: Final[tuple[Told, ...]] = ("feed", "home")
NAME: Final = TypeAdapter(Short)


class Kept(NamedTuple):
    """A kept search as the list shows it."""

    saved: Saved
    asks: tuple[str, ...]
    new: int
    total: int
    feed: str


class SearchesHandler(PageHandler):
    """The list, and where a new search is sent to."""

    right = "catalogue.read"
    door = "find"

    async def get(self) -> None:
        found = await self.portal.read(my_searches, self.person)
        names = Names(self.t, self.reader.language)
        kept = [await self._kept(one, names) for one in found if one.deleted_at is None]
        gone = [one for one in found if one.deleted_at is not None]
        self.render_page("searches.html", kept=kept, gone=gone, ways=ways(self.t))

    async def post(self) -> None:
        question = question_of(self.get_body_argument("question", ""))
        name, told = self.get_body_argument("name", ""), self.get_body_argument("told", "feed")
        fault = name_fault(self.t, name)
        if fault:
            self.set_status(422)
            show_new(self, question, name, fault)
            return
        wish = Wish(name=name, question=question, language=self.reader.language, told=way_of(told))
        await self.portal.write(save_search, wish, self.act())
        self.flash(self.t.gettext("The search is saved."))
        self.go("searches")

    async def _kept(self, saved: Saved, names: Names) -> Kept:
        answer = await self.portal.matches(ask_for(saved), self.person)
        here = f"{self.request.protocol}://{self.request.host}{self.address('feeds/')}"
        return Kept(
            saved=saved,
            asks=in_words(saved, names),
            new=sum(hit.filed.added_at > saved.looked_at for hit in answer.hits),
            total=answer.total,
            feed=f"{here}{saved.id}.atom?token={saved.feed_key}",
        )


class NewSearchHandler(PageHandler):
    """Asks what a search shall be called, and how its news are told."""

    right = "catalogue.read"
    door = "find"

    async def get(self) -> None:
        question = question_of(self.request.query)
        show_new(self, question, dict(parse_qsl(question)).get("q", ""), "")


class SearchHandler(PageHandler):
    """What is done with one kept search."""

    right = "catalogue.read"
    door = "find"

    async def post(self, search_id: str) -> None:
        deed = self.get_body_argument("deed", "")
        if deed == "look":
            saved = await self.portal.write(look_at_search, search_id, self.act())
            self.go(f"find?{saved.question}")
            return
        if deed == "rename":
            await self._rename(search_id)
        elif deed == "renew":
            await self.portal.write(renew_feed, search_id, self.act())
            text = self.t.gettext("The feed has a new address; the old one leads nowhere now.")
            self.flash(text)
        elif deed == "delete":
            await self.portal.write(delete_search, search_id, self.act())
            text = self.t.gettext("The search is deleted. You can bring it back for a month.")
            self.flash(text)
        elif deed == "back":
            await self.portal.write(bring_back_search, search_id, self.act())
            self.flash(self.t.gettext("The search is back, and its feed has the same address."))
        self.go("searches")

    async def _rename(self, search_id: str) -> None:
        name, told = self.get_body_argument("name", ""), self.get_body_argument("told", "feed")
        fault = name_fault(self.t, name)
        if fault:
            await self.portal.read(my_search, search_id, self.person)
            self.flash(fault, "warning")
            return
        seen = NAME.validate_python(name)
        await self.portal.write(rename_search, search_id, seen, way_of(told), self.act())
        self.flash(self.t.gettext("The change is saved."))


def show_new(handler: PageHandler, question: str, name: str, fault: str) -> None:
    """The form that saves a search."""
    handler.render_page(
        "search_new.html", question=question, name=name, fault=fault, ways=ways(handler.t)
    )


def question_of(query: str) -> str:
    """What an address asks, without the reader's language, the page and what asks for nothing."""
    pairs = []
    for name, value in parse_qsl(query):
        pair = (name, value[:LONGEST_QUERY])
        try:
            ask_of([pair])
        except (UnknownQueryError, ValidationError):
            continue
        pairs.append(pair)
    try:
        ask = ask_of(pairs)
    except ValidationError:
        return ""
    usual = Ask()
    plain = {"languages": usual.languages, "limit": usual.limit, "offset": usual.offset}
    return urlencode(query_of(ask.model_copy(update=plain)))


def ask_for(saved: Saved) -> Ask:
    """The question as it is asked for its owner."""
    return ask_of(parse_qsl(saved.question)).model_copy(update={"languages": (saved.language,)})


def in_words(saved: Saved, names: Names) -> tuple[str, ...]:
    """What it asks, to be read."""
    ask = ask_for(saved)
    chosen: Iterable[str] = (
        f"{names.facet(facet)}: {names.value(facet, value)}"
        for facet, values in ask.facets.items()
        for value in values
    )
    return (*((f"“{ask.q}”",) if ask.q else ()), *chosen)


async def news_for(portal: Portal, user: str) -> list[tuple[Saved, int]]:
    """The kept searches that the home page tells of, each with how much is new."""
    found = []
    for saved in await portal.read(my_searches, user):
        if saved.told == "home" and saved.deleted_at is None:
            try:
                answer = await portal.matches(ask_for(saved), user)
            except TooMany:
                break  # the home page is no place to be turned away from; the news keep
            new = sum(hit.filed.added_at > saved.looked_at for hit in answer.hits)
            if new:
                found.append((saved, new))
    return found


def ways(t: NullTranslations) -> list[tuple[Told, str]]:
    """How news can be told."""
    return [
        ("feed", t.gettext("In its feed alone")),
        ("home", t.gettext("In its feed, and on my home page")),
    ]


def way_of(word: str) -> Told:
    """The way of that name; a feed there is always."""
    return word if word in WAYS else "feed"


def name_fault(t: NullTranslations, name: str) -> str:
    """Why a search cannot be called so, if it cannot."""
    try:
        NAME.validate_python(name)
    except ValidationError:
        text = t.gettext(
            "A name of %(length)s characters cannot be shown in your list, so nothing was saved. "
            "Write one of 1 to 500 characters."
        )
        return text % {"length": len(name)}
    return ""
