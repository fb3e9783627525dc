"""The finder: one widget with three configurations, which works without anybody looking on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Record
from officina_widgets.errors import PortalError
from officina_widgets.finding import telling
from officina_widgets.finding.away import sentence_of
from officina_widgets.finding.cards import card_of
from officina_widgets.finding.catalogues import Catalogue
from officina_widgets.finding.kinds import COURSES, DATASETS, SERVICES, FinderKind, narrowed
from officina_widgets.finding.messages import Answered, Asked, ToView
from officina_widgets.finding.questions import NotAQuestion, question
from officina_widgets.finding.view import View

if TYPE_CHECKING:
    import pandas


class Finder(View):
    """Search, facets and cards. In Python: ``results``, ``selection``, ``to_frame()``, ``total``.

    ``query``, ``facets``, ``all_of`` and ``sort`` are the question, and may be set; ``selection``
    holds the records that were chosen, and can be observed as any trait can.
    """

    kind: ClassVar[FinderKind] = DATASETS

    _kind = traitlets.Dict().tag(sync=True)
    _selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    query = traitlets.Unicode("", help="What was typed").tag(sync=True)
    facets = traitlets.Dict(help="Values chosen by facet, as {'theme': ['ENVI']}").tag(sync=True)
    all_of = traitlets.List(
        traitlets.Unicode(), help="Facets of which every chosen value must hold"
    ).tag(sync=True)
    sort = traitlets.Enum(("relevance", "newest", "title"), "relevance").tag(sync=True)
    limit = traitlets.Int(20, min=1, max=100, help="How many ``results`` has at most")
    selection = traitlets.Tuple((), read_only=True, help="The records that were chosen")

    def __init__(
        self, query: str = "", *, catalogue: Catalogue | None = None, **traits: Any
    ) -> None:
        self._answered: tuple[Ask, Answer] | None = None
        kind = {"name": self.kind.name, "facets": list(self.kind.facets)}
        super().__init__(catalogue=catalogue, _shows="finder", query=query, _kind=kind, **traits)

    @property
    def answer(self) -> Answer:
        """The answer to the question as it stands now."""
        ask = self._question(limit=self.limit)
        if self._answered is None or self._answered[0] != ask:
            self._answered = (ask, self._ask(ask))
        return self._answered[1]

    @property
    def results(self) -> tuple[Record, ...]:
        """The records found, the best first: ``limit`` of them at most."""
        return tuple(hit.filed.record for hit in self.answer.hits)

    @property
    def in_other_languages(self) -> tuple[Record, ...]:
        """Up to five records near in meaning and not among the ``results``.

        None where the portal keeps no vectors.
        """
        return tuple(hit.filed.record for hit in self.answer.in_other_languages)

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.answer.total

    def select(self, *ids: str) -> None:
        """Choose records by their ids in the catalogue, in place of those chosen before."""
        self._selected = list(ids)

    def to_frame(self) -> pandas.DataFrame:
        """The records chosen, or where none is, those found: a row each."""
        return telling.frame_of(self.shown())

    def export_html(self, path: str | Path, *, limit: int = 2000) -> int:
        """Write what is found now as one page that needs no kernel and no network.

        Returns how many records it has, at most ``limit``.
        """
        from officina_widgets.finding.exporting import export

        return export(self, Path(path), limit=limit)

    def shown(self) -> list[CatalogRecord]:
        """What somebody who sees no widget should see: what was chosen, else what was found."""
        chosen = [self.record(record_id) for record_id in self._selected]
        return chosen or [hit.filed for hit in self.answer.hits]

    def page(self, *, limit: int, offset: int) -> Answer:
        """A part of what is found with the question as it stands."""
        return self._ask(self._question(limit=limit, offset=offset))

    def _question(self, *, limit: int, offset: int = 0) -> Ask:
        return question(
            {
                "q": self.query,
                "facets": self.facets,
                "all_of": tuple(self.all_of),
                "sort": self.sort,
                "languages": self.languages(),
                "limit": limit,
                "offset": offset,
            }
        )

    def _ask(self, ask: Ask) -> Answer:
        answer = self.catalogue.ask(narrowed(ask, self.kind))
        for hit in (*answer.hits, *answer.in_other_languages):
            self._known[hit.filed.id] = hit.filed
        return answer

    @traitlets.observe("_selected")
    def _select(self, _change: object) -> None:
        chosen = tuple(self.record(record_id).record for record_id in self._selected)
        self.set_trait("selection", chosen)

    def _found(self, message: Asked, sender: Mapping[str, Any]) -> ToView:
        answer = self._ask(message.ask)
        return Answered(
            total=answer.total,
            cards=tuple(map(card_of, answer.hits)),
            others=tuple(map(card_of, answer.in_other_languages)),
            facets={name: answer.facets.get(name, ()) for name in self.kind.facets},
            shown_for=answer.shown_for,
            without=answer.without,
            as_of=answer.as_of,
            is_snapshot=self.catalogue.is_snapshot,
            notes=self.catalogue.notes if self.catalogue.is_snapshot else (),
            **sender,
        )

    def __repr__(self) -> str:
        """What is known already: nobody is asked for it."""
        hits = self._answered[1].hits if self._answered else ()
        return telling.as_text(self.kind.name, self.query, [hit.filed for hit in hits])

    def _told(self) -> dict[str, str]:
        name, query = self.kind.name, self.query
        try:
            records = self.shown()
        except (PortalError, NotAQuestion) as error:
            return {"text/plain": sentence_of(error, self.language)}
        text, html = telling.as_text, telling.as_html
        return {"text/plain": text(name, query, records), "text/html": html(name, query, records)}


class DatasetFinder(Finder):
    """Finds datasets, data services and series of datasets."""

    kind = DATASETS


class ServiceFinder(Finder):
    """Finds services, and the organisations that offer them."""

    kind = SERVICES


class CourseFinder(Finder):
    """Finds courses, material and events to learn from."""

    kind = COURSES
