"""``/catalogue/new``: the form of a record that nobody has described yet."""

from __future__ import annotations

from pydantic import ValidationError

from officina_hub.portal.errors import Conflict
from officina_hub.portal.pages.curate.base import CuratorHandler
from officina_hub.portal.pages.curate.controls import Drawn
from officina_hub.portal.pages.curate.editing import Merged, proved, scored, written
from officina_hub.portal.pages.curate.faults import Faults, faults_of, own_faults
from officina_hub.portal.pages.curate.labels import label_of
from officina_hub.portal.pages.curate.nodes import whole
from officina_hub.portal.pages.curate.record import DEEDS, Sheet
from officina_hub.portal.pages.curate.typed import Form
from officina_hub.portal.pages.curate.vocabularies import Vocabularies
from officina_hub.portal.pages.find_words import ICONS, Names, kind_name
from officina_hub.portal.store.catalogue_drafts import begin_record
from officina_widgets.catalogue.records import KINDS, Kind


class NewRecordHandler(CuratorHandler):
    """First what kind it is, then the form."""

    async def get(self) -> None:
        kind = self._kind()
        if kind is None:
            kinds = [(one, kind_name(self.t, one), ICONS[one]) for one in KINDS]
            self.render_page("curate_kinds.html", kinds=kinds)
        else:
            self._show(kind, Sheet(Merged({}, frozenset(), frozenset()), {}, {}))

    async def post(self) -> None:
        kind = self._kind()
        if kind is None:
            self.go("catalogue/new")
            return
        deed, field = self.deed()
        form = self._form(kind)
        merge = Merged(self.typed(), frozenset(one.name for one in form.fields), frozenset())
        if deed not in DEEDS:
            self._show(kind, Sheet(merge, {}, {field: 1} if deed == "more" else {}))
            return
        faults: dict[str, list[str]] = {
            name: list(told) for name, told in own_faults(self.t, form, merge.typed).items()
        }
        try:
            record = proved(kind, written(form, merge, {}))
            if not faults:
                key = await self.portal.write(begin_record, record, DEEDS[deed], self.act())
                self.flash(self.t.gettext("The draft is saved. Readers do not see it yet."))
                self.go(f"catalogue/{key}/review" if deed == "ask" else f"catalogue/{key}")
                return
        except ValidationError as error:
            faults |= {k: list(v) for k, v in faults_of(self.t, form, merge.typed, error).items()}
        except Conflict:
            faults["iri"] = [self._taken()]
        self.set_status(422)
        self._show(kind, Sheet(merge, faults, {}))

    def _taken(self) -> str:
        return self.t.gettext(
            "A record of this identifier was written here before, and two of one thing would "
            "contradict each other. Open that one, or give this one an identifier of its own."
        )

    def _kind(self) -> Kind | None:
        kind = self.get_query_argument("kind", "")
        return kind if kind in KINDS else None

    def _form(self, kind: Kind) -> Form:
        return Form(whole(kind).fields, Vocabularies(self.reader.language))

    def _show(self, kind: Kind, sheet: Sheet) -> None:
        form = self._form(kind)
        faults: Faults = sheet.faults
        drawn = Drawn(self.t, self.reader.language, sheet.merge.typed, faults)
        self.render_page(
            "curate_new.html",
            seen=None,
            kind=kind,
            icon=ICONS[kind],
            kind_name=kind_name(self.t, kind),
            controls=drawn.controls(form.fields, sheet.more),
            theirs={},
            faults=[(name, label_of(self.t, name.partition(".")[0])) for name in faults],
            was={},
            quality=scored(kind, written(form, sheet.merge, {})),
            names=Names(self.t, self.reader.language),
            vocabularies=Vocabularies(self.reader.language),
            label=lambda name: label_of(self.t, name),
            single=self.portal.settings.single_curator,
            here=self.address(f"catalogue/new?kind={kind}"),
            is_touched=bool(sheet.merge.touched),
        )
