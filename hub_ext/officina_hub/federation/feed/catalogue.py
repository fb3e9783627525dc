"""The whole of what is offered as DCAT-AP 3 in pages, for whoever does not follow the feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from officina_hub.catalogue.writers import CataloguePage, Form, catalogue_as
from officina_hub.catalogue.writers.catalogue_page import TERMS
from officina_hub.catalogue.writers.forms import JSON_LD, TURTLE
from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_hub.federation.feed.offers import Offer, Offering
from officina_hub.federation.feed.staging import Staging
from officina_widgets.catalogue.filed import CatalogRecord

RECORDS_OF_A_PAGE: Final = 100
FOLDER: Final = "catalogue"


class _ConformingPage(CataloguePage):
    """DCAT-AP's shapes want a dcat:Resource, and what a dcat:CatalogRecord is about, to be one of
    DCAT's own classes.

    So services, training and organisations go by schema.org's and FOAF's classes alone here, and
    nothing is said of their descriptions; the feed tells all of it.
    """

    def trees(self) -> list[Tree]:
        others = {
            permalink
            for filed, permalink in zip(self.records, self.permalinks, strict=True)
            if filed.record.kind not in TERMS
        }
        kept = (tree for tree in super().trees() if tree.get("@id") not in others)
        return [_conforming(tree, others) for tree in kept]


def write_catalogue(
    staging: Staging, offering: Offering, offers: Iterable[Offer], total: int
) -> int:
    """All pages in both syntaxes; how many pages there are."""
    pages = max(1, -(-total // RECORDS_OF_A_PAGE))
    for number, records in enumerate(_filled(offers), 1):
        text = catalogue_as(JSON_LD, _page(offering, JSON_LD, number, pages, total, records))
        is_new = staging.put(_path(offering, JSON_LD, number), text)
        turtle = _path(offering, TURTLE, number)
        # Turtle takes a hundred times as long, and says the same.
        if is_new or staging.held(turtle) is None:
            told = _page(offering, TURTLE, number, pages, total, records)
            staging.put(turtle, catalogue_as(TURTLE, told))
        else:
            staging.keep(turtle)
    return pages


def first_page(offering: Offering) -> str:
    """Where a reader begins."""
    return offering.address + _path(offering, JSON_LD, 1)


def _filled(offers: Iterable[Offer]) -> Iterator[tuple[Offer, ...]]:
    """By pages; where nothing is offered, one empty page says so."""
    left = iter(offers)
    records = tuple(islice(left, RECORDS_OF_A_PAGE))
    yield records
    while records := tuple(islice(left, RECORDS_OF_A_PAGE)):
        yield records


def _page(
    offering: Offering,
    form: Form,
    number: int,
    pages: int,
    total: int,
    records: tuple[Offer, ...],
) -> CataloguePage:
    def address(of: int) -> str:
        return offering.address + _path(offering, form, of)

    return _ConformingPage(
        title={"en": f"Catalogue of {offering.name}"},
        description={"en": f"The services, datasets and training that {offering.name} offers."},
        publisher=offering.name,
        homepage=offering.find,
        address=f"{offering.address}{offering.factory}/{FOLDER}/",
        here=address(number),
        first=address(1),
        following=address(number + 1) if number < pages else None,
        total=total,
        records=tuple(_described(one.filed) for one in records),
        permalinks=tuple(one.permalink for one in records),
    )


def _described(filed: CatalogRecord) -> CatalogRecord:
    """With a description, which DCAT-AP makes mandatory: at least its title."""
    record = filed.record
    if record.description:
        return filed
    told = record.model_copy(update={"description": record.title})
    return filed.model_copy(update={"record": told})


def _conforming(tree: Tree, others: set[str]) -> Tree:
    kinds = tree["@type"]
    if isinstance(kinds, list):
        tree = tree | {"@type": [one for one in kinds if one != "dcat:Resource"]}
    if "dcat:record" in tree:
        told = [one for one in tree["dcat:record"] if one["@id"] not in others]
        tree = pruned(tree | {"dcat:record": told})
    return tree


def _path(offering: Offering, form: Form, number: int) -> str:
    return f"{offering.factory}/{FOLDER}/{number:06d}.{form.ending}"
