"""``/catalogue/{record_id}``: the form of one record, which makes a draft of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from pydantic import ValidationError

from officina_hub.catalogue.stored_form import Fields, fields_of
from officina_hub.portal.errors import Conflict
from officina_hub.portal.pages.curate.base import CuratorHandler
from officina_hub.portal.pages.curate.controls import Drawn
from officina_hub.portal.pages.curate.desk import state_name
from officina_hub.portal.pages.curate.editing import (
    Merged,
    merged,
    proved,
    scored,
    written,
)
from officina_hub.portal.pages.curate.faults import Faults, faults_of, own_faults
from officina_hub.portal.pages.curate.labels import label_of
from officina_hub.portal.pages.curate.nodes import asked_of
from officina_hub.portal.pages.curate.readable import Readable
from officina_hub.portal.pages.curate.typed import Form
from officina_hub.portal.pages.curate.vocabularies import Vocabularies
from officina_hub.portal.pages.find_words import ICONS, Names, kind_name
from officina_hub.portal.store.catalogue_curating import lock_field, unlock_field
from officina_hub.portal.store.catalogue_drafts import DraftState, Opened, open_record, save_draft
from officina_widgets.catalogue.records import Kind
from officina_widgets.catalogue.words import in_language

DEEDS: Mapping[str, DraftState] = {"save": "writing", "ask": "waiting"}


class Sheet(NamedTuple):
    """A form as it is drawn: what was typed, what stands against it, what is asked for more."""

    merge: Merged
    faults: Faults
    more: Mapping[str, int]


class RecordFormHandler(CuratorHandler):
    """Shows the form, and does what its buttons say."""

    async def get(self, record_id: str) -> None:
        seen = await self.portal.read(open_record, record_id)
        form = self._form(seen)
        merge = Merged(form.shown(seen.fields), frozenset(), frozenset())
        self._show(seen, Sheet(merge, {}, {}))

    async def post(self, record_id: str) -> None:
        deed, field = self.deed()
        seen = await self.portal.read(open_record, record_id)
        # What was written here has no source to give a field back to: that would publish what its
        # author wrote first, which nobody else may ever have read.
        if deed in {"lock", "unlock"} and not seen.is_curated:
            change = lock_field if deed == "lock" else unlock_field
            await self.portal.write(change, record_id, field, self.act())
            self.portal.catalogue_bell.ring()
            seen = await self.portal.read(open_record, record_id)
        form = self._form(seen)
        merge = merged(form, self.typed(), self.marks(), seen.fields)
        if deed in DEEDS:
            await self._save(seen, merge, DEEDS[deed])
        else:
            self._show(seen, Sheet(merge, {}, {field: 1} if deed == "more" else {}))

    async def _save(self, seen: Opened, merge: Merged, state: DraftState) -> None:
        form = self._form(seen)
        faults = dict(own_faults(self.t, form, merge.typed))
        fields: Fields = {}
        try:
            fields = fields_of(proved(_kind(seen), written(form, merge, seen.fields)))
        except ValidationError as error:
            faults |= faults_of(self.t, form, merge.typed, error)
        if merge.conflicts or faults:
            self.set_status(409 if merge.conflicts else 422)
            self._show(seen, Sheet(merge, faults, {}))
            return
        if fields == seen.public and seen.draft is None and seen.state == "published":
            self.flash(self.t.gettext("Nothing was changed, so there is nothing to save."), "info")
            self.go(f"catalogue/{seen.id}")
            return
        try:
            await self.portal.write(save_draft, seen, fields, state, self.act())
        except Conflict:
            # It was changed between our looking and our writing: look again, with what was typed.
            again = await self.portal.read(open_record, seen.id)
            was = form.marks(form.shown(seen.fields))
            self.set_status(409)
            self._show(again, Sheet(merged(form, merge.typed, was, again.fields), {}, {}))
            return
        self._tell_saved(seen, state)

    def _tell_saved(self, seen: Opened, state: DraftState) -> None:
        if state == "waiting":
            text = self.t.gettext("The draft is saved and waits for somebody else to read it.")
            self.flash(text)
            self.go(f"catalogue/{seen.id}/review")
        else:
            self.flash(self.t.gettext("The draft is saved. Readers do not see it yet."))
            self.go(f"catalogue/{seen.id}")

    def _form(self, seen: Opened) -> Form:
        return Form(asked_of(_kind(seen)), Vocabularies(self.reader.language))

    def _show(self, seen: Opened, sheet: Sheet) -> None:
        kind, form = _kind(seen), self._form(seen)
        there = form.shown(seen.fields)
        drawn = Drawn(self.t, self.reader.language, sheet.merge.typed, sheet.faults)
        touched = sheet.merge._replace(touched=sheet.merge.touched | sheet.merge.conflicts)
        self.render_page(
            "curate_record.html",
            seen=seen,
            kind=kind,
            icon=ICONS[kind],
            title=in_language(seen.fields["title"], (self.reader.language,)),
            kind_name=kind_name(self.t, kind),
            controls=drawn.controls(form.fields, sheet.more),
            theirs=self._theirs(seen, sheet.merge),
            faults=[(name, self._label(name)) for name in sheet.faults],
            was=form.marks(there),
            quality=scored(kind, written(form, touched, seen.fields)),
            names=Names(self.t, self.reader.language),
            vocabularies=Vocabularies(self.reader.language),
            label=lambda name: label_of(self.t, name),
            state_name=lambda state: state_name(self.t, state),
            single=self.portal.settings.single_curator,
            here=self.address(f"catalogue/{seen.id}"),
            is_touched=bool(touched.touched),
        )

    def _theirs(self, seen: Opened, merge: Merged) -> dict[str, tuple[str, ...]]:
        """Of the fields in conflict what somebody else wrote there."""
        read = Readable(self.t, self.reader.language)
        return {name: read.lines(name, seen.fields.get(name)) for name in merge.conflicts}

    def _label(self, name: str) -> str:
        return label_of(self.t, name.partition(".")[0])


def _kind(seen: Opened) -> Kind:
    return cast("Kind", seen.public["kind"])
