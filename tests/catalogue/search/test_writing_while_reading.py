"""Replacing, taking away and making anew, while others search: the same with every engine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.search import engine
from officina_widgets.catalogue.search.backend import Document, IndexBusyError
from officina_widgets.catalogue.search.documents import document_of

EARLIER = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def index(empty_index, shared_catalogue):
    """The shared catalogue, of this test alone."""
    empty_index.rebuild(map(document_of, shared_catalogue), as_of=EARLIER)
    return empty_index


@pytest.fixture
def document(catalogue_record):
    return lambda id_, **record: document_of(catalogue_record(id_, **record))


def test_the_first_documents_may_come_by_replacing(empty_index, document):
    assert empty_index.replace([document("a", title={"en": "First"})]) == 1
    assert empty_index.search(Ask(q="first")).total == 1


def test_what_is_replaced_is_found_by_its_new_words_only(index, document, ids):
    assert index.replace([document("air", title={"de": "Lärmkarte"}, themes=["TRAN"])]) == 1
    assert ids("lärmkarte") == ["air"]
    assert ids("stuttgart") == []
    assert index.search(Ask()).total == 6
    assert {one.value for one in index.search(Ask(q="larmkarte")).facets["theme"]} == {"TRAN"}


def test_what_is_removed_is_gone(index, ids):
    assert index.replace([], removed=["air", "never-there"]) == 0
    assert "air" not in ids()
    assert ids("stuttgart") == []


def test_the_last_of_two_documents_with_one_id_stays(empty_index, document):
    twice = [document("a", title={"en": "Early"}), document("a", title={"en": "Late"})]
    empty_index.rebuild(twice, as_of=LATER)
    assert (empty_index.search(Ask(q="early")).total, empty_index.search(Ask()).total) == (0, 1)


def test_another_reader_of_the_folder_sees_each_commit(index, kind, tmp_path, document):
    reader = engine(tmp_path / "index", kind=kind)
    assert reader.search(Ask()).total == 6
    index.replace([document("new", title={"en": "Fresh"})])
    assert reader.search(Ask(q="fresh")).total == 1
    index.rebuild([document("only", title={"en": "Alone"})], as_of=LATER)
    assert reader.search(Ask()).total == 1
    assert reader.as_of() == LATER


def test_a_replacement_moves_the_moment_on(index):
    before = index.as_of()
    index.replace([], removed=["air"])
    assert index.as_of() - before > timedelta(0)


def test_a_documents_source_that_fails_leaves_everything_as_it_was(index, document, ids):
    def failing() -> Iterator[Document]:
        yield document("new", title={"en": "Half"})
        raise RuntimeError("the database went away")

    everything = ids()
    with pytest.raises(RuntimeError, match="went away"):
        index.rebuild(failing(), as_of=LATER)
    with pytest.raises(RuntimeError, match="went away"):
        index.replace(failing(), removed=["air"])
    assert ids() == everything
    assert index.replace([document("new", title={"en": "Whole"})]) == 1


def test_only_one_writes_at_a_time(index, kind, tmp_path, document):
    other = engine(tmp_path / "index", kind=kind)

    def nested() -> Iterator[Document]:
        with pytest.raises(IndexBusyError, match="another process"):
            other.replace([document("b", title={"en": "Second"})])
        yield document("a", title={"en": "First"})

    index.rebuild(nested(), as_of=LATER)
    assert other.search(Ask()).total == 1


def test_searches_go_on_while_the_index_is_made_anew(index, document):
    """Each answer is of one whole state: six records with their counts, or three."""
    wrong: list[object] = []
    is_over = threading.Event()

    def search() -> None:
        while not is_over.is_set():
            try:
                found = index.search(Ask(limit=100))
                counted = sum(one.count for one in found.facets["kind"])
                if (found.total, len(found.stored), counted) not in {(6, 6, 6), (3, 3, 3)}:
                    wrong.append(found)
            except Exception as error:
                wrong.append(error)

    searching = [threading.Thread(target=search) for _ in range(3)]
    for thread in searching:
        thread.start()
    three = [document(name, title={"en": name}) for name in ("one", "two", "three")]
    for _ in range(5):
        index.rebuild(three, as_of=LATER)
    is_over.set()
    for thread in searching:
        thread.join()
    assert wrong == []


def test_old_indexes_go(index, tmp_path, document):
    for _ in range(3):
        index.rebuild([document("a", title={"en": "One"})], as_of=LATER)
    assert len([one for one in (tmp_path / "index").iterdir() if one.is_dir()]) == 1


def test_an_engine_of_another_kind_begins_with_nothing(index, kind, tmp_path):
    other = engine(tmp_path / "index", kind="sqlite" if kind == "tantivy" else "tantivy")
    assert other.search(Ask()).total == 0
    assert other.as_of() is None


def test_without_a_kind_the_index_that_is_there_is_read(index, tmp_path):
    assert engine(tmp_path / "index").search(Ask()).total == 6


def test_an_index_of_an_older_officina_is_none_until_it_is_made_anew(
    index, kind, tmp_path, document
):
    current = tmp_path / "index" / "current"
    current.write_text(json.dumps(json.loads(current.read_text()) | {"format": 0}))
    later = engine(tmp_path / "index", kind=kind)
    assert later.as_of() is None
    later.rebuild([document("a", title={"en": "One"})], as_of=LATER)
    assert later.search(Ask()).total == 1
