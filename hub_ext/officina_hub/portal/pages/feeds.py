"""``/feeds/ID.atom``: a kept search for a feed reader, without a login; ``/find.atom``: any search.

A feed holds published records alone, which everybody with a login may see, so its unguessable
address is enough to open it as long as the Hub knows its owner, who can give it another one at any
time. The key stands in the query, which no log of ours holds.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final
from urllib.parse import parse_qsl

from officina_hub.portal.atom import MEDIA_TYPE, Feed, feed_of
from officina_hub.portal.pages.base import OpenPageHandler, PageHandler
from officina_hub.portal.pages.saved import ask_for, question_of
from officina_hub.portal.standing import check_path
from officina_hub.portal.store.saved_searches import search_of_feed
from officina_widgets.catalogue.asking import Answer
from officina_widgets.catalogue.query_string import ask_of

LONGEST_KEY: Final = 100


class AtomHandler(OpenPageHandler):
    """What both kinds of feed answer."""

    def origin(self) -> str:
        """The scheme and host that the reader came by."""
        return f"{self.request.protocol}://{self.request.host}"

    def answer_feed(self, feed: Feed, answer: Answer) -> None:
        """The feed, or that it is as the reader had it (RFC 9110, 13.1)."""
        self.set_header("Content-Type", f"{MEDIA_TYPE}; charset=utf-8")
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Last-Modified", format_datetime(feed.updated, usegmt=True))
        if "If-None-Match" not in self.request.headers and self._is_known(feed.updated):
            self.set_status(304)
            self.finish()
        else:
            self.finish(feed_of(feed, answer.hits))  # tornado adds the ETag, and heeds it

    def _is_known(self, updated: datetime) -> bool:
        try:
            since = parsedate_to_datetime(self.request.headers.get("If-Modified-Since", ""))
        except (TypeError, ValueError):
            return False
        return since.tzinfo is not None and updated <= since

    def feed(self, title: str, feed_id: str, question: str, answer: Answer) -> Feed:
        """What the feed tells of itself."""
        site = self.origin() + self.site.prefix
        return Feed(
            id=feed_id,
            title=title,
            author=self.site.name,
            language=self.reader.language,
            updated=answer.as_of.replace(microsecond=0),
            here=self.origin() + (self.request.uri or ""),
            list_page=f"{site}find?{question}",
            pages=f"{site}find/",
        )


class SearchFeedHandler(AtomHandler):
    """A kept search, for whoever knows its address."""

    async def prepare(self) -> None:
        """Nobody logs in here; the key in the address is all."""
        check_path(self.path_kwargs)

    async def get(self, search_id: str) -> None:
        key = self.get_query_argument("token", "")[:LONGEST_KEY]
        saved = await self.portal.read(search_of_feed, search_id, key)
        await self.portal.feed_owners.check(saved.user)
        # Of its owner's, but apart from what they search for themselves: a feed reader that asks
        # without a pause shall not keep them from finding anything.
        answer = await self.portal.matches(ask_for(saved), f"feeds of {saved.user}")
        feed = self.feed(saved.name, f"urn:uuid:{saved.id}", saved.question, answer)
        self.answer_feed(feed._replace(language=saved.language), answer)


class FindFeedHandler(PageHandler, AtomHandler):
    """Any search, for whoever is logged in or shows a token."""

    right = "catalogue.read"

    async def get(self) -> None:
        question = question_of(self.request.query)
        ask = ask_of(parse_qsl(question))
        ask = ask.model_copy(update={"languages": (self.reader.language,)})
        answer = await self.portal.matches(ask, self.person)
        title = ask.q or self.t.gettext("Everything in the catalogue")
        here = self.origin() + self.site.prefix
        self.answer_feed(self.feed(title, f"{here}find.atom?{question}", question, answer), answer)
