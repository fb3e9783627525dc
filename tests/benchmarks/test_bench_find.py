"""What the bench of search prints, and that it says so where Lucene cannot be had."""

from __future__ import annotations

import pytest
from benchmarks.find import kept, lucene, page, side_by_side
from benchmarks.find.page import Figures, section
from benchmarks.find.records import made

from officina_widgets.catalogue.asking import Ask


@pytest.fixture
def no_jars(monkeypatch, tmp_path):
    monkeypatch.setattr(lucene, "JARS", tmp_path)
    lucene._jars.cache_clear()
    yield
    lucene._jars.cache_clear()


def figures(milliseconds: float) -> Figures:
    return Figures(1.0, 2.0, 3.0, {name: [milliseconds] * 2 for name in page.TARGETS[1_000_000]})


def test_a_ratio_is_to_the_first_contestant():
    told = section(10, {"tantivy": figures(2.0), "sqlite": figures(5.0)})
    assert "| question | n | tantivy, median | 99 of 100 | SQLite FTS5, median" in told
    assert "| two words | 2 | 2.00 | 2.00 | 5.00 | 5.00 | 2.5 |" in told
    assert "Targets" not in told


def test_a_missed_target_is_told():
    told = section(1_000_000, {"tantivy": figures(13.0)})
    assert "two words at most 3 ms: **missed**" in told
    assert "typo at most 15 ms: met" in told


@pytest.mark.usefixtures("no_jars")
def test_lucene_is_left_out_where_it_is_not_installed(capsys, monkeypatch):
    monkeypatch.setattr(side_by_side, "KINDS", ("lucene",))
    monkeypatch.setattr(side_by_side, "section", lambda count, taken: taken)
    assert side_by_side.run(5) == {}
    assert "liblucene8-java" in capsys.readouterr().out


def test_lucene_is_asked_for_the_same_words():
    ask = Ask(q="LÜFT gpu", facets={"theme": ("ENVI", "HEAL")})
    line = lucene._question("two words", ask)
    assert line == "two words\tluft *gpu\ttheme=ENVI\x1ftheme=HEAL\n"


def test_all_contestants_read_the_same_documents(monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "made", lambda count: made(count, words=200))
    kept.keep(30, tmp_path)
    one, other = (list(kept.Source(tmp_path).documents()) for _ in range(2))
    assert [each.id for each in one] == [f"r{number}" for number in range(30)]
    assert one == other
    assert "browsing" in kept.questions(tmp_path)
