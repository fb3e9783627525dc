"""The judged queries and what is computed of them; and that search stays as good as it was."""

from __future__ import annotations

from statistics import mean

import pytest
from benchmarks.relevance.corpus import corpus
from benchmarks.relevance.judged import BEST, LANGUAGES, judged
from benchmarks.relevance.measures import hit, ndcg
from benchmarks.relevance.side_by_side import ANY_WORD, OURS, OURS_IN_SQLITE, contestants


@pytest.fixture(scope="module")
def records():
    return corpus()


def test_there_are_queries_enough_in_each_language():
    queries = judged()
    assert len(queries) >= 150
    assert len({each.id for each in queries}) == len(queries)
    assert {each.language for each in queries} == set(LANGUAGES)
    for language in LANGUAGES:
        assert sum(each.language == language for each in queries) >= 18


def test_every_judged_record_is_there_and_every_need_has_a_best_one(records):
    known = {filed.record.iri for filed in records}
    for each in judged():
        assert each.grades.keys() <= known, each.id
        assert max(each.grades.values()) == BEST, each.id
        assert min(each.grades.values()) >= 1, each.id


def test_the_halves_stay_as_they_are():
    kept = [each.id for each in judged() if each.is_kept]
    assert 0.4 < len(kept) / len(judged()) < 0.6
    some = {"chess/en", "digits/en", "films/de", "python/it"}
    assert some & set(kept) == {"chess/en", "films/de"}


def test_gains_are_those_of_the_definition():
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grades) == 1
    assert ndcg(["x", "a"], grades) == pytest.approx((7 / 1.584963) / (7 + 1 / 1.584963), abs=1e-6)
    assert ndcg([], grades) == 0
    assert hit(["x", "a"], grades)
    assert not hit(["b"], grades)  # of grade 1 only
    assert not hit(["x"] * 10 + ["a"], grades)


def test_ours_orders_better_than_bm25_of_any_word(records, tmp_path):
    asked = contestants(records, tmp_path)

    def gain(name: str) -> float:
        return mean(ndcg(asked[name](each), each.grades) for each in judged())

    plain = gain(ANY_WORD)
    for name in (OURS, OURS_IN_SQLITE):
        assert gain(name) > plain + 0.1
