"""The group "In other languages": what may stand in it, and when a vector is made."""

from __future__ import annotations

import fcntl

import numpy as np
import pytest
from catalogue_samples import CURATOR, dataset, key
from pretended_encoder import Pretended

from officina_hub.portal import catalogue_vectors
from officina_hub.portal.catalogue_index import CatalogueIndex
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_curating import set_state
from officina_widgets.catalogue.asking import Ask


def heard(_: int) -> None:
    """Nobody listens."""


@pytest.fixture
def encoder() -> Pretended:
    return Pretended()


@pytest.fixture
def index(tmp_path, database, encoder) -> CatalogueIndex:
    return opened(tmp_path, database, encoder)


def opened(folder, database, encoder) -> CatalogueIndex:
    return CatalogueIndex(folder / "catalogue", database, find_encoder=lambda: encoder)


def keep(index: CatalogueIndex) -> None:
    index.bring_up_to_date(heard)
    for _ in range(20):
        if not index.vectors.take_some(heard):
            return
    raise AssertionError("it never ends")


def beside(index: CatalogueIndex, q: str, **asked) -> list[str]:
    """Titles of the group. A word that no record has finds all of them, so one hit is asked for."""
    answer = index.answer(Ask(q=q, **{"limit": 1} | asked))
    return [hit.title.text for hit in answer.in_other_languages]


@pytest.fixture
def filled(index, lorry) -> CatalogueIndex:
    lorry.load(
        dataset("rain", themes=["ENVI"]),
        dataset("wind", themes=["ENVI"]),
        dataset("snow"),
        dataset("newest", modified="2026-02-01", themes=["ENVI"]),
    )
    keep(index)
    return index


def test_what_means_the_same_in_other_words_stands_beside_the_hits(filled):
    answer = filled.answer(Ask(q="sade", limit=1))
    assert [hit.title.text for hit in answer.hits] == ["The newest"]
    assert [hit.title.text for hit in answer.in_other_languages] == ["The rain"]


def test_what_is_among_the_hits_is_not_shown_twice(filled):
    assert [hit.title.text for hit in filled.answer(Ask(q="rain")).hits] == ["The rain"]
    assert beside(filled, "rain") == []


def test_what_the_facets_do_not_want_is_not_shown(filled):
    assert beside(filled, "lumi") == ["The snow"]
    assert beside(filled, "lumi", facets={"theme": ("ENVI",)}) == []
    assert beside(filled, "sade", facets={"theme": ("ENVI",)}) == ["The rain"]


@pytest.mark.parametrize("q", ["", "   ", "s", "\0\0\0", "newest"])
def test_a_query_without_a_meaning_gives_no_group(filled, q):
    assert beside(filled, q) == []


def test_a_long_query_is_cut_before_it_costs_anything(filled, encoder):
    assert beside(filled, "sade " * 100) == ["The rain"]
    assert max(map(len, encoder.queries)) <= 200


def test_a_query_typed_again_costs_no_second_vector(filled, encoder):
    beside(filled, "sade")
    beside(filled, " sade ")
    assert encoder.queries == ["sade"]


def test_the_group_comes_with_the_first_hits_only(filled):
    assert beside(filled, "sade", offset=20) == beside(filled, "sade", limit=0) == []


def test_at_most_five_are_shown(index, lorry):
    kinds = [(word, n) for n in range(12) for word in ("rain", "snow")]
    lorry.load(*(dataset(f"{word}{n}", title={"en": f"{word} {n}"}) for word, n in kinds))
    keep(index)
    assert len(beside(index, "sade")) == 5


@pytest.mark.parametrize("state", ["withdrawn", "draft"])
def test_what_is_not_public_is_never_shown_even_before_its_vector_goes(
    filled, database, encoder, state
):
    with database.writing() as session:
        set_state(session, key("rain"), state, CURATOR)
    filled.bring_up_to_date(heard)
    assert beside(filled, "sade") == []  # its vector is still in the file
    assert len(filled.vectors._file.rows()) == 4
    keep(filled)
    assert len(filled.vectors._file.rows()) == 3


def test_drafts_get_no_vector(index, lorry, encoder):
    lorry.load(dataset("rain"), as_drafts=True)
    keep(index)
    assert encoder.passages == []
    assert index.vectors.take_some(heard) is False  # it is known that there is nothing to do


def test_a_restart_computes_nothing_anew(filled, tmp_path, database):
    after = Pretended()
    again = opened(tmp_path, database, after)
    keep(again)
    assert after.passages == []
    assert beside(again, "sade") == ["The rain"]


def test_only_what_changed_gets_a_new_vector(filled, lorry, encoder, tmp_path, database):
    reader = opened(tmp_path, database, Pretended())
    assert beside(reader, "regen") == ["The rain"]
    encoder.passages.clear()
    lorry.load(dataset("rain", title={"en": "tuuli"}, themes=["ENVI"]))
    keep(filled)
    assert encoder.passages == ["tuuli. . "]
    assert beside(reader, "regen") == []  # a reader in another process sees it, too


def test_words_that_stay_the_same_keep_their_vector(filled, lorry, encoder):
    encoder.passages.clear()
    lorry.load(dataset("rain", themes=["HEAL"]))
    keep(filled)
    assert encoder.passages == []


def test_a_file_that_nobody_can_read_is_made_anew(filled, tmp_path, database):
    file = tmp_path / "catalogue" / "vectors" / "pretended-1.npy"
    file.write_bytes(file.read_bytes()[:200])
    again = opened(tmp_path, database, Pretended())
    assert beside(again, "sade") == []
    keep(again)
    assert beside(again, "sade") == ["The rain"]


def test_vectors_of_another_model_are_never_compared(filled, tmp_path, database):
    other = Pretended("pretended-2")
    again = opened(tmp_path, database, other)
    assert beside(again, "sade") == []
    keep(again)
    assert len(other.passages) == 4
    assert {file.stem for file in (tmp_path / "catalogue" / "vectors").glob("*.npy")} == {
        "pretended-2"
    }


def test_a_database_put_back_to_a_backup_leaves_no_vectors_of_later(filled, database, lorry):
    lorry.load(dataset("fog"))
    keep(filled)
    with database.writing() as session:
        session.get_one(t.CatalogueState, 1).revision = 1
        session.get_one(t.CatalogueRecord, key("fog")).state = "draft"
        session.get_one(t.CatalogueRecord, key("fog")).revision = 1
    filled.bring_up_to_date(heard)
    assert filled.vectors.take_some(heard) is True
    assert filled.vectors.take_some(heard) is False
    assert len(filled.vectors._file.rows()) == 4


def test_a_rebuild_makes_all_anew(filled, encoder, tmp_path):
    file = tmp_path / "catalogue" / "vectors" / "pretended-1.npy"
    rows = np.load(file)
    rows["vector"] = 0
    np.save(file, rows)
    assert beside(filled, "sade") == []
    encoder.passages.clear()
    assert filled.vectors.rebuild(heard) == 4
    assert len(encoder.passages) == 4
    assert beside(filled, "sade") == ["The rain"]


def test_only_one_process_makes_vectors(filled, lorry, tmp_path):
    lorry.load(dataset("regen"))
    with (tmp_path / "catalogue" / "vectors" / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert filled.vectors.rebuild(heard) is None
        assert filled.vectors.take_some(heard) is False
    assert filled.vectors.take_some(heard) is True


def test_what_was_made_is_kept_when_making_is_broken_off(index, lorry, encoder, monkeypatch):
    monkeypatch.setattr(catalogue_vectors, "AT_ONCE", 2)
    lorry.load(*(dataset(name) for name in ("rain", "wind", "snow")))
    index.bring_up_to_date(heard)
    assert index.vectors.take_some(heard)
    encoder.passages.clear()
    keep(index)
    assert len(encoder.passages) == 1


def test_a_model_that_cannot_be_loaded_costs_nobody_their_hits(tmp_path, database, lorry, filled):
    broken = opened(tmp_path, database, Pretended(is_usable=False))
    assert broken.answer(Ask(q="rain")).total == 1
    assert beside(broken, "sade") == []
    lorry.load(dataset("fog"))
    assert broken.vectors.take_some(heard) is False


def test_without_the_extra_there_is_no_group(tmp_path, database, lorry):
    index = CatalogueIndex(tmp_path / "catalogue", database, find_encoder=lambda: None)
    lorry.load(dataset("rain"))
    index.bring_up_to_date(heard)
    assert index.vectors is None
    assert beside(index, "sade") == []
    assert not (tmp_path / "catalogue" / "vectors").exists()
