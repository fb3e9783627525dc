"""A curator's deeds, and taking them back."""

from __future__ import annotations

import pytest
from catalogue_samples import CURATOR, Lorry, dataset, key

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound, Unacceptable
from officina_hub.portal.store.catalogue_curating import (
    lock_field,
    set_field,
    set_state,
    undo,
    unlock_field,
)
from officina_hub.portal.store.catalogue_read import history, published_record

RAIN = key("rain")
MINE = {"en": "Rain, hour by hour"}


@pytest.fixture
def rain(lorry: Lorry) -> Lorry:
    lorry.load(dataset("rain"))
    return lorry


def do(lorry: Lorry, deed, *what) -> None:
    with lorry.database.writing() as session:
        deed(session, *what, CURATOR)


def newest(lorry: Lorry) -> int:
    with lorry.database.reading() as session:
        return history(session, RAIN)[0].id


def test_a_field_that_a_curator_wrote_is_locked_and_told(rain):
    do(rain, set_field, RAIN, "title", MINE)

    found = rain.look("rain")
    assert (found.filed.record.title, found.locked) == (MINE, ("title",))
    with rain.database.reading() as session:
        told = history(session, RAIN)[0]
    assert (told.by, told.deed, list(told.fields)) == ("cora", "set", ["title"])


def test_a_field_is_given_back_with_what_its_source_says_now(rain):
    do(rain, set_field, RAIN, "title", MINE)
    rain.load(dataset("rain", title={"en": "Rain 2"}))
    do(rain, unlock_field, RAIN, "title")

    assert rain.title("rain") == "Rain 2"
    assert rain.look("rain").locked == ()


def test_a_locked_field_stays_as_it_is(rain):
    do(rain, lock_field, RAIN, "title")
    rain.load(dataset("rain", title={"en": "Rain 2"}))

    assert rain.title("rain") == "The rain"


def test_nothing_takes_the_content_of_a_field_away(rain):
    rain.load(dataset("rain", keywords=["wet"]))
    do(rain, set_field, RAIN, "keywords", None)
    rain.load(dataset("rain", keywords=["wet", "cold"]))

    assert rain.look("rain").filed.record.keywords == ()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("colour", "red", r"no field 'colour'.*It has: title"),
        ("iri", "https://x.example/", r"no field 'iri'"),
        ("kind", "service", r"no field 'kind'"),
        ("title", {}, r"title of .* cannot be so.*Nothing was changed"),
        ("landing_page", "javascript:alert(1)", r"is no address of the web"),
        ("themes", ["WEATHER"], r"cannot be so"),
    ],
)
def test_a_field_that_cannot_be_is_refused_and_nothing_changes(rain, field, value, words):
    before = newest(rain)
    with pytest.raises(Unacceptable, match=words):
        do(rain, set_field, RAIN, field, value)

    assert newest(rain) == before
    assert rain.look("rain").filed.record == dataset("rain")


def test_what_cannot_be_seen_does_not_get_into_a_field(rain):
    do(rain, set_field, RAIN, "title", {"en": "<script>\u202ealert(1)\x00</script>"})

    assert rain.title("rain") == "<script>alert(1)</script>"


def test_a_load_is_undone_and_does_not_come_again(rain):
    spoiled = dataset("rain", title={"en": "asdf"}, keywords=["wet"])
    rain.load(spoiled)
    do(rain, undo, newest(rain))
    rain.load(spoiled, dataset("wind"))

    found = rain.look("rain")
    assert found.filed.record == dataset("rain")
    assert found.locked == ("keywords", "title")


def test_a_curators_deed_is_undone_by_giving_the_field_back(rain):
    do(rain, set_field, RAIN, "title", MINE)
    rain.load(dataset("rain", title={"en": "Rain 2"}))
    do(rain, undo, newest(rain))

    assert rain.title("rain") == "Rain 2"
    assert rain.look("rain").locked == ()


def test_an_undoing_can_be_undone(rain):
    rain.load(dataset("rain", title={"en": "Rain 2"}))
    do(rain, undo, newest(rain))
    do(rain, undo, newest(rain))

    assert rain.title("rain") == "Rain 2"


def test_a_change_beneath_a_newer_one_is_not_undone(rain):
    rain.load(dataset("rain", title={"en": "Rain 2"}))
    old = newest(rain)
    rain.load(dataset("rain", title={"en": "Rain 3"}))

    with pytest.raises(Conflict, match=r"title of .* was changed again since"):
        do(rain, undo, old)
    assert rain.title("rain") == "Rain 3"


def test_what_a_load_withdrew_comes_back_by_undoing(rain):
    rain.load(dataset("wind"), withdraw_missing=True)
    assert rain.look("rain").state == "withdrawn"
    do(rain, undo, newest(rain))

    assert rain.look("rain").state == "published"


def test_what_was_added_by_mistake_is_withdrawn_by_undoing(rain):
    do(rain, undo, newest(rain))
    rain.load(dataset("rain"))

    assert rain.look("rain").state == "withdrawn"


def test_only_what_is_published_is_for_everybody(rain):
    for state in ("draft", "withdrawn"):
        do(rain, set_state, RAIN, state)
        with rain.database.reading() as session, pytest.raises(NotFound):
            published_record(session, RAIN)
    do(rain, set_state, RAIN, "published")
    with rain.database.reading() as session:
        assert published_record(session, RAIN).record == dataset("rain")


def test_a_change_that_never_was_cannot_be_undone(rain):
    with pytest.raises(NotFound, match="no change 999"):
        do(rain, undo, 999)


def test_undoing_to_what_cannot_be_read_is_refused_in_a_sentence(rain):
    do(rain, set_field, RAIN, "title", MINE)
    with rain.database.writing() as session:  # as only an older Officina would have kept it
        row = session.get_one(t.CatalogueRecord, RAIN)
        row.record = row.record | {"landing_page": "http://[::1"}
    with pytest.raises(Unacceptable, match=r"landing_page.*Mend that field first"):
        do(rain, undo, newest(rain))
    do(rain, set_field, RAIN, "landing_page", None)
    assert rain.title("rain") == MINE["en"]


def state(lorry: Lorry) -> str:
    return lorry.look("rain").state


def test_a_lock_is_undone_as_a_field_is_and_so_is_its_undoing(rain):
    do(rain, lock_field, RAIN, "title")
    do(rain, undo, newest(rain))
    assert rain.look("rain").locked == ()

    do(rain, undo, newest(rain))
    assert rain.look("rain").locked == ("title",)
    do(rain, unlock_field, RAIN, "title")
    do(rain, undo, newest(rain))
    assert rain.look("rain").locked == ("title",)


def test_undoing_an_undoing_gives_the_field_back_to_its_source(rain):
    rain.load(dataset("rain", title={"en": "Rain 2"}))
    do(rain, undo, newest(rain))
    do(rain, undo, newest(rain))
    rain.load(dataset("rain", title={"en": "Rain 3"}))

    assert rain.look("rain").locked == ()
    assert rain.title("rain") == "Rain 3"


def test_a_lock_beneath_a_newer_deed_is_not_undone(rain):
    do(rain, lock_field, RAIN, "title")
    lock = newest(rain)
    do(rain, set_field, RAIN, "title", MINE)
    with pytest.raises(Conflict, match=r"title of .* was changed again since"):
        do(rain, undo, lock)

    do(rain, undo, newest(rain))
    do(rain, unlock_field, RAIN, "title")
    with pytest.raises(Conflict, match=r"the lock of title of .* was changed again since"):
        do(rain, undo, lock)


def test_a_curators_withdrawal_keeps_away_what_a_load_withdrew(rain):
    rain.load(dataset("wind"), withdraw_missing=True)
    do(rain, set_state, RAIN, "withdrawn")
    rain.load(dataset("rain"), dataset("wind"))
    assert state(rain) == "withdrawn"

    do(rain, undo, newest(rain))
    rain.load(dataset("rain"), dataset("wind"))
    assert state(rain) == "published"


def test_publishing_what_is_gone_is_undone_to_what_comes_back_with_its_source(rain):
    rain.load(dataset("wind"), withdraw_missing=True)
    do(rain, set_state, RAIN, "published")
    do(rain, undo, newest(rain))
    assert (state(rain), rain.look("rain").missing_since is None) == ("withdrawn", False)

    rain.load(dataset("rain"), dataset("wind"))
    assert state(rain) == "published"


def test_what_a_load_brought_back_stays_away_once_that_is_undone(rain):
    rain.load(dataset("wind"), withdraw_missing=True)
    rain.load(dataset("rain"), dataset("wind"))
    do(rain, undo, newest(rain))
    rain.load(dataset("rain", keywords=["wet"]), dataset("wind"))

    assert state(rain) == "withdrawn"


def test_a_record_does_not_grow_beyond_what_is_kept_of_one(rain):
    texts = {f"{a}{b}": "long " * 4_000 for a in "abcdefgh" for b in "abcdefgh"}
    with pytest.raises(Unacceptable, match=r"would be larger than 1,048,576 bytes"):
        do(rain, set_field, RAIN, "description", texts)

    assert rain.look("rain").filed.record == dataset("rain")
