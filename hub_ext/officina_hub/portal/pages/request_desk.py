"""``/desk``: all requests for access, for the advisors who answer them."""

from __future__ import annotations

from urllib.parse import urlencode

from pydantic import ValidationError

from officina_hub.portal.pages import request_words
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.store.request_desk import DeskQuery, desk, figures
from officina_widgets.catalogue.words import in_language


class DeskHandler(PageHandler):
    """The list, searched and filtered; its address can be kept."""

    door = "desk"
    right = "requests.list_all"

    async def get(self) -> None:
        query = self._query()
        found = await self.portal.read(desk, query)
        before, after = query.offset - query.limit, query.offset + query.limit
        self.render_page(
            "desk.html",
            query=query,
            found=found,
            figures=await self.portal.read(figures),
            shelves=request_words.shelves(self.t),
            chip_of=lambda state: request_words.desk_chip(self.t, state),
            words=lambda texts: in_language(texts, (self.reader.language,)),
            previous=_address(query, max(before, 0)) if query.offset else "",
            following=_address(query, after) if after < found.total else "",
        )

    def _query(self) -> DeskQuery:
        """What the address asks; a typing error in it is no reason for no page."""
        found = DeskQuery()
        for name in ("state", "search", "offset"):
            value = self.get_query_argument(name, "")[:200]
            try:
                changed = {**found.model_dump(), name: value} if value else {}
                found = DeskQuery.model_validate(changed) if changed else found
            except ValidationError:
                continue
        return found


def _address(query: DeskQuery, offset: int) -> str:
    return urlencode({"state": query.state, "search": query.search, "offset": offset})
