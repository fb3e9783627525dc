"""``/find/{record_id}``: one record of the catalogue, with what is known of its description."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from officina_hub.catalogue.shacl import score_if_installed
from officina_hub.catalogue.writers import DATA_FORMS, forms_of
from officina_hub.portal.data_terms import place_of
from officina_hub.portal.pages.also_offered import because_name, source_name
from officina_hub.portal.pages.compare_links import CHOSEN, Chosen
from officina_hub.portal.pages.find_facts import Facts
from officina_hub.portal.pages.find_json_ld import record_json_ld
from officina_hub.portal.pages.find_words import ICONS, Names
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.record_citations import citations_of
from officina_hub.portal.pages.record_data import PAGE, RecordDataHandler
from officina_hub.portal.pages.record_notebook import shown_code
from officina_hub.portal.pages.subjects import subjects_of
from officina_hub.portal.store.catalogue_read import published_record
from officina_hub.portal.store.catalogue_sameness import also_offered
from officina_hub.portal.store.import_offers import offer_of
from officina_hub.portal.store.subjects import courses_about, sectors_of, taught_courses
from officina_hub.scopes import CURATE, PUBLISH
from officina_widgets.catalogue.records import Record
from officina_widgets.catalogue.words import in_language

MOST_COURSES: Final = 4
BLANK_LINE: Final = re.compile(r"\n\s*\n")


class RecordPageHandler(RecordDataHandler):
    """The record, its facts, its files and where the description came from."""

    async def get(self, record_id: str) -> None:
        filed = await self.portal.read(published_record, record_id)
        form = self.form_wished(filed)
        if form is not PAGE:
            await self.give(filed, form)
            return
        record = filed.record
        languages = (self.reader.language,)
        formats = Formats(self.reader.language, zone_named(self.reader.zone))
        here = self.permalink(record_id)
        self.tell_alternates(filed)
        self.render_page(
            "find_record.html",
            filed=filed,
            record=record,
            words=lambda texts: in_language(texts, languages),
            paragraphs=BLANK_LINE.split(in_language(record.description, languages)),
            facts=Facts(self.t, formats, languages).of(record),
            names=Names(self.t, self.reader.language),
            icon=ICONS[record.kind],
            chosen=Chosen.of(self.get_query_arguments(CHOSEN)).first,
            permalink=here,
            json_ld=record_json_ld(record, url=here),
            data_forms=[form for form in forms_of(record) if form in DATA_FORMS],
            citations=citations_of(record),
            loading=shown_code(record),
            source_name=source_name(self.portal.settings.peers, filed.provenance.source),
            also=await self.portal.read(also_offered, record_id),
            because_name=partial(because_name, self.t),
            may_curate=self.has_scope(CURATE),
            may_import=self.has_scope(PUBLISH) and offer_of(filed) is not None,
            has_terms=place_of(self.portal, filed) is not None,
            **await self._to_learn(record),
            shapes=await self.portal.work(score_if_installed, record),
        )

    async def _to_learn(self, record: Record) -> dict[str, object]:
        """Courses of this hub about the same subjects, and the ways to all there are."""
        if record.kind in {"training", "organisation"}:
            return {"courses": (), "subjects": subjects_of(self.t, (), ())}
        sectors = sectors_of(record)
        found = courses_about(await self.portal.read(taught_courses), sectors, record.steps)
        return {
            "courses": found[:MOST_COURSES],
            "subjects": subjects_of(self.t, sectors, record.steps),
        }
