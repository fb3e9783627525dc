"""``/compare``: up to four records of one kind side by side; the address is all there is of it."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlencode

from officina_hub.portal.errors import NotFound
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.compare_links import MOST, Chosen
from officina_hub.portal.pages.compare_rows import Comparer, Comparison
from officina_hub.portal.pages.find_words import ICONS, Names, kind_name
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.store.catalogue_read import published_record
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.words import in_language

MOST_NAMED: Final = 20


class Column(NamedTuple):
    """One record with its title and the address of the page without it."""

    filed: CatalogRecord
    title: str
    without: str


class CompareHandler(PageHandler):
    """The table, and in words what could not be put into it."""

    door = "find"
    right = "catalogue.read"

    async def get(self) -> None:
        chosen = Chosen.of(self.get_query_arguments("id")[:MOST_NAMED])
        is_short = self.get_query_argument("only", "") == "differences"
        found, remarks = await self._found(chosen)
        kept = Chosen(tuple(filed.id for filed in found))
        languages = (self.reader.language,)
        formats = Formats(self.reader.language, zone_named(self.reader.zone))
        empty = Comparison((), ())
        comparison = Comparer(self.t, formats, languages).of(found) if found else empty
        short = tuple(row for row in comparison.rows if row.differs)
        origin = f"{self.request.protocol}://{self.request.host}"
        kind = found[0].record.kind if found else "service"
        self.render_page(
            "compare.html",
            columns=[self._column(filed, kept) for filed in found],
            rows=short if is_short else comparison.rows,
            untold=comparison.untold,
            is_short=is_short,
            differing=len(short),
            remarks=remarks,
            permalink=origin + self.address(kept.address),
            address=kept.address,
            more="find?" + urlencode([("facet.kind", kind), *kept.pairs]),
            is_full=kept.is_full,
            carried=kept.carried,
            names=Names(self.t, self.reader.language),
            icons=ICONS,
            has_gpus=self.portal.settings.has_gpus,
        )

    async def _found(self, chosen: Chosen) -> tuple[list[CatalogRecord], list[str]]:
        """The records that fit, and why others do not."""
        t = self.t
        found: list[CatalogRecord] = []
        remarks: list[str] = []
        for record_id in chosen.ids:
            try:
                filed = await self.portal.read(published_record, record_id)
            except NotFound:
                text = t.gettext("A record was left out: %(id)s is not in the catalogue any more.")
                remarks.append(text % {"id": record_id})
                continue
            title = in_language(filed.record.title, (self.reader.language,))
            if found and filed.record.kind != found[0].record.kind:
                text = t.gettext(
                    "“%(title)s” was left out: it is of another kind (%(kind)s), and only things "
                    "of one kind have the same facts."
                )
                remarks.append(text % {"title": title, "kind": kind_name(t, filed.record.kind)})
            elif len(found) == MOST:
                text = t.gettext(
                    "“%(title)s” was left out: %(most)s fit side by side. Take one away first, "
                    "then add it again."
                )
                remarks.append(text % {"title": title, "most": MOST})
            else:
                found.append(filed)
        return found, remarks

    def _column(self, filed: CatalogRecord, kept: Chosen) -> Column:
        title = in_language(filed.record.title, (self.reader.language,))
        return Column(filed, title, kept.toggled(filed.id).address)
