"""What was prepared for the reader: shown on their home and launch pages, and declined there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.prestart_view import PreparedView, prepared_view
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.teach import title_of
from officina_hub.portal.store.prestarts import decline, prepared_for


def prepared_sessions(session: Session, reader: Reader) -> tuple[PreparedView, ...]:
    """Those that wait for the reader; one is told no more as soon as they have been in it."""
    return tuple(
        prepared_view(reader, plan, title_of(session, plan.course_id), {})
        for plan in prepared_for(session, reader.person)
    )


class PreparedHandler(PageHandler):
    """The base of pages that tell the reader of it."""

    async def prepared(self) -> dict[str, Any]:
        """What ``_parts/prepared.html`` shows."""
        is_on = self.portal.settings.may_prestart
        found = await self.portal.read(prepared_sessions, self.reader) if is_on else ()
        own = f"{self.portal.settings.hub.base_url}user/{quote(self.person, safe='@~')}/"
        return {"prepared": found, "own_server": own}


class DeclineHandler(PageHandler):
    """``I do not need it``."""

    async def post(self) -> None:
        count = await self.portal.write(decline, self.act())
        if count:
            self.portal.prestart_bell.ring()
            text = self.t.gettext("The session that was prepared for you is being ended.")
        else:
            text = self.t.gettext("No session is prepared for you any more.")
        self.flash(text)
        self.go("launch")
