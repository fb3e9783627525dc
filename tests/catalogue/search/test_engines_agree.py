"""Both engines over the same made-up catalogue give the same, question by question."""

from __future__ import annotations

import itertools

import pytest
from benchmarks.find.questions import Taken
from benchmarks.find.records import MOMENT, made

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.search import engine
from officina_widgets.catalogue.search.counting import MOST_VALUES
from officina_widgets.catalogue.search.documents import document_of

RECORDS = 250


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    taken = Taken(RECORDS)
    documents = [document_of(one.record) for one in taken.passing(made(RECORDS, words=2_000))]
    engines = []
    for kind in ("sqlite", "tantivy"):
        index = engine(tmp_path_factory.mktemp(kind), kind=kind)
        index.rebuild(documents, as_of=MOMENT)
        engines.append(index)
    return engines, taken.questions()


@pytest.mark.parametrize(
    "name",
    [
        "two words",
        "word and beginning",
        "typo",
        "word and two facets",
        "commonest words",
        "browsing",
    ],
)
def test_both_engines_find_the_same(both, name):
    engines, questions = both
    assert len(questions[name]) > 20
    for ask in questions[name]:
        one, other = (index.search(ask.model_copy(update={"limit": 100})) for index in engines)
        told = (one.total, one.shown_for, one.without)
        assert told == (other.total, other.shown_for, other.without), ask
        if one.total <= 100:
            assert sorted(one.stored) == sorted(other.stored), ask
        for facet, counts in one.facets.items():
            if len(counts) < MOST_VALUES:  # where values are left out, equals may be
                assert counts == other.facets[facet], (ask, facet)


def test_both_engines_leave_out_the_same(both):
    engines, questions = both
    pairs = [ask.q for ask in questions["two words"]]
    left_out = 0
    for one, other in itertools.pairwise(pairs):
        ask = Ask(q=f"{one} 20997 {other}")
        found = [index.search(ask) for index in engines]
        told = [(each.total, each.shown_for, each.without) for each in found]
        assert told[0] == told[1], ask
        left_out += len(found[0].without) > 1
    assert left_out > len(pairs) / 2


@pytest.mark.parametrize("sort", ["newest", "title"])
def test_both_engines_sort_the_same(both, sort):
    engines, questions = both
    for ask in questions["word and beginning"]:
        first, second = (
            index.search(Ask(q=ask.q, sort=sort, limit=100)).stored for index in engines
        )
        assert sorted(first) == sorted(second)
        assert first == second or sort == "newest"  # of one day, in any order
