"""The search index: it follows the database, whoever wrote there, and can be made anew."""

from __future__ import annotations

import fcntl

import pytest
from catalogue_samples import CURATOR, dataset, key

from officina_hub.portal import catalogue_index
from officina_hub.portal.catalogue_index import CatalogueIndex, IndexBusy
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.catalogue_curating import set_field, set_state
from officina_hub.portal.store.catalogue_read import published_record, unreadable_records
from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.search.unreadable import tell_once


def heard(_: int) -> None:
    """Nobody listens."""


@pytest.fixture
def index(tmp_path, database) -> CatalogueIndex:
    return CatalogueIndex(tmp_path / "catalogue", database)


def titles(index: CatalogueIndex, q: str = "", **asked) -> list[str]:
    return sorted(hit.title.text for hit in index.answer(Ask(q=q, **asked)).hits)


def test_an_index_that_was_never_made_finds_nothing(index):
    assert titles(index) == []
    assert index.is_behind()


def test_the_index_is_opened_before_anybody_asks(index, lorry):
    index.warm_up()  # also where there is none yet
    lorry.load(dataset("rain"))
    index.bring_up_to_date(heard)
    index.warm_up()
    assert titles(index, "rain") == ["The rain"]


def test_what_was_loaded_is_found_in_the_readers_language(index, lorry):
    lorry.load(dataset("rain"), dataset("wind"))
    assert index.bring_up_to_date(heard) == 2

    assert titles(index, "rain") == ["The rain"]
    assert titles(index, "rain", languages=("de",)) == ["Das rain"]
    assert not index.is_behind()


def test_a_change_takes_the_place_of_what_was_found_before(index, lorry, monkeypatch):
    lorry.load(*(dataset(name) for name in ("rain", "wind", "snow", "hail", "fog")))
    index.bring_up_to_date(heard)
    monkeypatch.setattr(CatalogueIndex, "_rebuild", None)  # few changes are no reason for that
    lorry.load(dataset("rain", title={"en": "Downpour"}))

    assert index.is_behind()
    index.bring_up_to_date(heard)
    assert titles(index, "downpour") == ["Downpour"]
    assert len(titles(index)) == 5


def test_what_is_not_published_is_not_found(index, lorry, database):
    lorry.load(dataset("rain"), dataset("wind"), dataset("snow"))
    index.bring_up_to_date(heard)
    with database.writing() as session:
        set_state(session, key("rain"), "withdrawn", CURATOR)
    lorry.load(*(dataset(n) for n in ("rain", "wind", "snow", "fog")), as_drafts=True)
    index.bring_up_to_date(heard)

    assert titles(index) == ["The snow", "The wind"]


def test_many_changes_are_taken_in_pieces(index, lorry, database, monkeypatch):
    names = [f"n{number}" for number in range(20)]
    lorry.load(*map(dataset, names))
    index.bring_up_to_date(heard)
    monkeypatch.setattr(catalogue_index, "BATCH", 3)
    for name in names[:7]:
        with database.writing() as session:
            set_field(session, key(name), "title", {"en": f"Curated {name}"}, CURATOR)
    told = []

    assert index.bring_up_to_date(told.append) == 7
    assert told == [3, 6, 7]
    assert len(titles(index, "curated")) == 7


def test_nothing_to_do_is_nothing_done(index, lorry):
    lorry.load(dataset("rain"))
    index.bring_up_to_date(heard)

    assert index.bring_up_to_date(heard) == 0


def test_an_index_that_is_ahead_of_a_restored_database_is_made_anew(index, lorry, database):
    lorry.load(dataset("rain"), dataset("wind"))
    index.bring_up_to_date(heard)
    with database.writing() as session:
        session.get_one(t.CatalogueState, 1).revision = 0
        session.get_one(t.CatalogueRecord, key("wind")).state = "draft"

    index.bring_up_to_date(heard)
    assert titles(index) == ["The rain"]


def test_only_one_process_brings_it_up_to_date(index, lorry, tmp_path):
    lorry.load(dataset("rain"))
    with (tmp_path / "catalogue" / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        for deed in (index.bring_up_to_date, index.rebuild):
            with pytest.raises(IndexBusy, match=r"Another process.*look again"):
                deed(heard)

    assert index.bring_up_to_date(heard) == 1


def test_searches_go_on_with_the_old_index_while_a_new_one_is_made(index, lorry, monkeypatch):
    monkeypatch.setattr(catalogue_index, "BATCH", 10)
    lorry.load(dataset("rain"))
    index.bring_up_to_date(heard)
    found = []

    def look(_: int) -> None:
        found.append(titles(index, "rain"))

    lorry.load(*(dataset(f"n{number}") for number in range(12)), dataset("rain"))
    index.rebuild(look)
    assert found == [["The rain"]]
    assert index.answer(Ask()).total == 13


def test_a_rebuild_that_is_broken_off_leaves_the_old_index(index, lorry, monkeypatch):
    monkeypatch.setattr(catalogue_index, "BATCH", 10)
    lorry.load(dataset("rain"))
    index.bring_up_to_date(heard)
    lorry.load(*(dataset(f"n{number}") for number in range(12)), dataset("rain"))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(stop)
    assert index.answer(Ask()).total == 1
    assert index.is_behind()


def test_a_row_that_this_version_cannot_read_keeps_nobody_from_the_others(
    index, lorry, database, caplog
):
    tell_once.cache_clear()
    lorry.load(dataset("rain"), dataset("wind"))
    with database.writing() as session:
        row = session.get_one(t.CatalogueRecord, key("wind"))
        row.record = {"kind": "spell"}
    index.bring_up_to_date(heard)

    assert titles(index) == ["The rain"]
    assert "https://data.example/wind" in caplog.text


def test_every_search_gives_the_record_as_the_database_has_it(index, lorry):
    lorry.load(dataset("rain", keywords=["wet"], themes=["ENVI"]))
    index.bring_up_to_date(heard)

    assert index.answer(Ask(q="rain")).hits[0].filed == lorry.look("rain").filed


def test_an_engine_that_is_no_longer_installed_stops_nobody(
    index, lorry, tmp_path, database, monkeypatch
):
    lorry.load(dataset("rain"))
    index.bring_up_to_date(heard)
    with monkeypatch.context() as without:
        without.setattr("officina_widgets.catalogue.search._has_tantivy", lambda: False)
        other = CatalogueIndex(tmp_path / "catalogue", database)
        lorry.load(dataset("rain"), dataset("wind"))
        other.bring_up_to_date(heard)

    assert titles(other) == ["The rain", "The wind"]
    again = CatalogueIndex(tmp_path / "catalogue", database)
    assert again.is_behind()
    again.bring_up_to_date(heard)
    assert titles(again) == ["The rain", "The wind"]


def spoil(database, name: str) -> None:
    """Keep a record as only an older Officina would have."""
    with database.writing() as session:
        row = session.get_one(t.CatalogueRecord, key(name))
        row.record = row.record | {"landing_page": "http://[::1"}


def test_a_record_that_cannot_be_read_any_more_is_left_out_told_and_mended(
    index, lorry, database, caplog
):
    lorry.load(dataset("rain"), dataset("wind"))
    spoil(database, "rain")
    tell_once.cache_clear()
    for _ in range(2):
        index.rebuild(heard)
    assert titles(index) == ["The wind"]
    assert sum("https://data.example/rain" in message for message in caplog.messages) == 1

    with database.reading() as session:
        (told,) = unreadable_records(session)
        with pytest.raises(NotFound):
            published_record(session, key("rain"))
    assert (told.id, told.iri) == (key("rain"), "https://data.example/rain")
    assert "names no host that there can be" in told.reason

    with database.writing() as session:
        set_field(session, key("rain"), "landing_page", None, CURATOR)
    index.bring_up_to_date(heard)
    assert titles(index) == ["The rain", "The wind"]


def test_an_index_of_another_officina_is_made_anew_and_counts_no_record_it_does_not_show(
    index, lorry, database, monkeypatch
):
    lorry.load(dataset("rain"), dataset("wind"))
    index.bring_up_to_date(heard)
    with monkeypatch.context() as older:
        older.setattr(catalogue_index, "_model_now", lambda: "an older one's")
        index.rebuild(heard)
    spoil(database, "rain")
    assert index.is_behind()
    index.bring_up_to_date(heard)
    assert (index.answer(Ask()).total, titles(index)) == (1, ["The wind"])
    assert not index.is_behind()
