"""A page of the whole catalogue: dcat:Catalog with some of its records, and the way to the next.

The pages are a hydra:PartialCollectionView (Hydra Core Vocabulary). A page begins after an id and
not at a number, so that nothing is left out or told twice when records come in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from officina_hub.catalogue.writers.authority_iris import AUTHORITY
from officina_hub.catalogue.writers.dcat import catalog_record, described_thing
from officina_hub.catalogue.writers.tree import Tree, link, pruned, typed, words
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Kind

TERMS: Final[Mapping[Kind, str]] = {
    "dataset": "dcat:dataset",
    "series": "dcat:dataset",
    "data_service": "dcat:service",
}
"""By which a catalogue leads to things of that kind; to all others by dcat:resource."""


class CataloguePage(NamedTuple):
    """``address`` is the catalogue's; ``here``, ``first``, ``following`` are pages of it."""

    title: Mapping[str, str]
    description: Mapping[str, str]
    publisher: str
    homepage: str
    address: str
    here: str
    first: str
    following: str | None
    total: int
    records: tuple[CatalogRecord, ...]
    permalinks: tuple[str, ...]

    def trees(self) -> list[Tree]:
        """The catalogue, the page, and its records, each with what is known of it."""
        found = [self._catalogue(), self._view()]
        for filed, permalink in zip(self.records, self.permalinks, strict=True):
            found += [described_thing(filed.record), catalog_record(filed, permalink)]
        return found

    def _catalogue(self) -> Tree:
        return (link(self.address) or {}) | pruned(
            {
                "@type": ["dcat:Catalog", "hydra:Collection"],
                "dct:title": words(self.title),
                "dct:description": words(self.description),
                "dct:publisher": {"@type": "foaf:Agent", "foaf:name": self.publisher},
                "foaf:homepage": link(self.homepage),
                "dcat:themeTaxonomy": link(f"{AUTHORITY}data-theme"),
                "hydra:totalItems": typed(str(self.total), "xsd:integer"),
                "hydra:view": link(self.here),
                **{term: self._led_to(term) for term in dict.fromkeys(TERMS.values())},
                "dcat:resource": self._led_to("dcat:resource"),
                "dcat:record": [link(permalink) for permalink in self.permalinks],
            }
        )

    def _view(self) -> Tree:
        return (link(self.here) or {}) | pruned(
            {
                "@type": "hydra:PartialCollectionView",
                "hydra:first": link(self.first),
                "hydra:next": link(self.following),
            }
        )

    def _led_to(self, term: str) -> list[Tree]:
        records = (filed.record for filed in self.records)
        mine = [one for one in records if TERMS.get(one.kind, "dcat:resource") == term]
        return [found for one in mine if (found := link(one.iri))]
