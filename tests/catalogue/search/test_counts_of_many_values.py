"""Facets with more values than are told, in an index that lies in several parts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_widgets.catalogue.asking import MOST_CHOSEN, Ask
from officina_widgets.catalogue.search import SearchBackend, engine
from officina_widgets.catalogue.search.backend import Document

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
VALUES = 1_100


def document(number: int, publisher: str) -> Document:
    return Document(
        id=f"d{number}",
        title={"en": "Rain"},
        keywords="",
        body={},
        facets={"publisher": (publisher,), "kind": ("dataset",)},
        modified=0,
        quality=50,
        stored=b"{}",
    )


@pytest.fixture(scope="module", params=["sqlite", "tantivy"])
def many(request, tmp_path_factory) -> SearchBackend:
    """More than a thousand publishers, of whom one is rare in one part and frequent in another."""
    made = engine(tmp_path_factory.mktemp("many"), kind=request.param)
    first = [document(number, f"p{number % VALUES:04}") for number in range(2 * VALUES)]
    made.rebuild([*first, document(2 * VALUES, "late")], as_of=MOMENT)
    made.replace(document(number, "late") for number in range(5_000, 5_005))
    return made


@pytest.mark.parametrize("q", ["", "rain"], ids=["everything", "a word"])
def test_a_value_that_one_part_left_out_is_counted_whole(many, q):
    told = many.search(Ask(q=q)).facets["publisher"]
    assert [(one.value, one.count) for one in told[:2]] == [("late", 6), ("p0000", 2)]


def test_chosen_values_are_counted_however_rare_they_are(many):
    rare = tuple(f"p{number:04}" for number in range(1_000, 1_000 + MOST_CHOSEN - 1))
    found = many.search(Ask(facets={"publisher": (*rare, "nobody"), "kind": ("dataset",)}))
    chosen = {one.value: one.count for one in found.facets["publisher"] if one.is_chosen}
    assert chosen == dict.fromkeys(rare, 2) | {"nobody": 0}
    assert found.total == 2 * len(rare)
