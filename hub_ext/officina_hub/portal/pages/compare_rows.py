"""Records of one kind side by side: a row for each fact, and which of them differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.find_facts import Fact, Facts, Told
from officina_hub.portal.pages.find_words import Names
from officina_hub.portal.pages.formats import Formats
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset


class Row(NamedTuple):
    """A fact of each record, in their order; nothing is told where a cell is empty."""

    label: str
    cells: tuple[tuple[Told, ...], ...]

    @property
    def differs(self) -> bool:
        """Whether the records do not all say the same."""
        return len({tuple(one.text for one in cell) for cell in self.cells}) > 1


class Comparison(NamedTuple):
    """The rows that tell something, and the facts that none of the records tells."""

    rows: tuple[Row, ...]
    untold: tuple[str, ...]


class Comparer:
    """Compares for one reader."""

    def __init__(self, t: NullTranslations, formats: Formats, languages: tuple[str, ...]) -> None:
        self._t = t
        self._formats = formats
        self._facts = Facts(t, formats, languages)
        self._names = Names(t, languages[0])

    def of(self, records: Sequence[CatalogRecord]) -> Comparison:
        """The comparison of records, which have to be of one kind."""
        columns = [self._column(filed) for filed in records]
        rows = [
            Row(facts[0].label, tuple(fact.values for fact in facts))
            for facts in zip(*columns, strict=True)
        ]
        return Comparison(
            rows=tuple(row for row in rows if any(row.cells)),
            untold=tuple(row.label for row in rows if not any(row.cells)),
        )

    def _column(self, filed: CatalogRecord) -> list[Fact]:
        t, record = self._t, filed.record
        files = self._of_files(record) if isinstance(record, Dataset) else []
        score = t.gettext("%(score)s of 100") % {"score": filed.quality.score}
        complete = Fact(t.gettext("How complete the description is"), (Told(score),))
        return [*files, *self._facts.all_of(record), complete]

    def _of_files(self, record: Dataset) -> list[Fact]:
        t = self._t
        formats = dict.fromkeys(one.format for one in record.distributions if one.format)
        sizes = [one.byte_size for one in record.distributions if one.byte_size is not None]
        total = (Told(self._formats.size(sum(sizes))),) if sizes else ()
        named = tuple(Told(self._names.value("format", one)) for one in formats)
        return [
            Fact(t.gettext("Formats"), named),
            Fact(t.gettext("Size of its files, as far as told"), total),
        ]
