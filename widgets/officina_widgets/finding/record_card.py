"""One record as a card, without the search around it."""

from __future__ import annotations

from typing import Any

import traitlets

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.finding import telling
from officina_widgets.finding.cards import card_of, plain_hit
from officina_widgets.finding.catalogues import Catalogue
from officina_widgets.finding.view import View


class RecordCard(View):
    """Shows a record of the catalogue, given itself or by its id; ``filed`` is that record."""

    _card = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        record: CatalogRecord | str,
        *,
        catalogue: Catalogue | None = None,
        **traits: Any,
    ) -> None:
        super().__init__(catalogue=catalogue, _shows="record", **traits)
        self.filed = self.record(record) if isinstance(record, str) else record
        self._known[self.filed.id] = self.filed
        self._card = card_of(plain_hit(self.filed, self.languages())).model_dump(mode="json")

    def __repr__(self) -> str:
        return telling.as_text("record", "", [self.filed])

    def _told(self) -> dict[str, str]:
        html = telling.as_html("record", "", [self.filed])
        return {"text/plain": repr(self), "text/html": html}
