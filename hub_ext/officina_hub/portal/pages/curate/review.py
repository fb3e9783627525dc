"""``/catalogue/{record_id}/review``: what a draft changes, to publish it or to send it back."""

from __future__ import annotations

from officina_hub.portal.errors import Conflict
from officina_hub.portal.pages.curate.base import CuratorHandler
from officina_hub.portal.pages.curate.desk import state_name
from officina_hub.portal.pages.curate.difference import changes_of
from officina_hub.portal.pages.curate.readable import Readable
from officina_hub.portal.store.catalogue_drafts import Opened, open_record
from officina_hub.portal.store.catalogue_reviews import (
    discard_draft,
    publish_draft,
    return_draft,
)
from officina_widgets.catalogue.words import in_language


class ReviewHandler(CuratorHandler):
    """Whoever publishes has seen exactly what becomes public."""

    async def get(self, record_id: str) -> None:
        self._show(await self.portal.read(open_record, record_id), word="")

    async def post(self, record_id: str) -> None:
        seen = await self.portal.read(open_record, record_id)
        word = self.get_body_argument("word", "")
        if self.get_body_argument("stamp", "") != seen.stamp:
            self._show_changed(seen, word)
            return
        try:
            await self._do(seen, self.deed()[0], word)
        except Conflict:
            self._show_changed(await self.portal.read(open_record, record_id), word)

    async def _do(self, seen: Opened, deed: str, word: str) -> None:
        if deed == "return" and not word:
            self.set_status(422)
            self._show(seen, word="", is_word_missing=True)
            return
        if deed == "publish":
            single = self.portal.settings.single_curator
            await self.portal.write(publish_draft, seen, self.act(), may_publish_own=single)
            self.portal.catalogue_bell.ring()
            self.flash(self.t.gettext("It is published. Searches find it within seconds."))
        elif deed == "return":
            await self.portal.write(return_draft, seen, word, self.act())
            self.flash(self.t.gettext("The draft is sent back, with your word."))
        elif deed == "discard":
            await self.portal.write(discard_draft, seen, self.act())
            self.flash(self.t.gettext("The draft is discarded. The history can take it up again."))
        self.go(f"catalogue/{seen.id}/history")

    def _show_changed(self, seen: Opened, word: str) -> None:
        self.set_status(409)
        self._show(seen, word=word, is_changed=True)

    def _show(
        self,
        seen: Opened,
        *,
        word: str,
        is_changed: bool = False,
        is_word_missing: bool = False,
    ) -> None:
        draft = seen.draft
        is_own = draft is not None and self.person in draft.authors
        self.render_page(
            "curate_review.html",
            seen=seen,
            title=in_language(seen.fields["title"], (self.reader.language,)),
            changes=changes_of(seen, Readable(self.t, self.reader.language)),
            state_name=lambda state: state_name(self.t, state),
            is_own=is_own and not self.portal.settings.single_curator,
            is_changed=is_changed,
            is_word_missing=is_word_missing,
            word=word,
        )
