"""Loads: what is added, left, refused and gone, and that nothing stands twice."""

from __future__ import annotations

import pytest
from catalogue_samples import CURATOR, WEATHER, Lorry, dataset, key

from officina_hub.catalogue.arriving import Cancelled, Refusal, Source
from officina_hub.portal import catalogue_loading, names_met
from officina_hub.portal.store.catalogue_curating import set_field, set_state
from officina_hub.portal.store.catalogue_read import current_revision, history

OTHER = Source(id="other")


def counts(report: catalogue_loading.LoadReport) -> tuple[int, ...]:
    return (
        report.processed,
        report.added,
        report.updated,
        report.unchanged,
        report.refused,
        report.gone,
    )


def revision(lorry: Lorry) -> int:
    with lorry.database.reading() as session:
        return current_revision(session)


def test_what_arrives_is_added_with_its_source(lorry):
    report = lorry.load(dataset("rain"), dataset("wind"))

    assert counts(report) == (2, 2, 0, 0, 0, 0)
    found = lorry.look("rain")
    assert found.state == "published"
    assert found.filed.record == dataset("rain")
    assert found.filed.provenance.source == "weather"
    assert found.filed.provenance.licence == "CC0-1.0"


def test_the_same_again_changes_nothing_at_all(lorry):
    lorry.load(dataset("rain"), dataset("wind"))
    before, was = lorry.look("rain"), revision(lorry)

    assert counts(lorry.load(dataset("rain"), dataset("wind"))) == (2, 0, 0, 2, 0, 0)
    assert lorry.look("rain").filed == before.filed
    assert revision(lorry) == was


def test_a_change_is_taken_over_and_told_field_by_field(lorry):
    lorry.load(dataset("rain"))
    report = lorry.load(dataset("rain", title={"en": "All rain"}, keywords=["wet"]))

    assert counts(report) == (1, 0, 1, 0, 0, 0)
    with lorry.database.reading() as session:
        newest = history(session, key("rain"))[0]
    assert newest.deed == "updated"
    assert newest.fields["keywords"] == {"before": {}, "after": {"value": ["wet"]}}
    assert newest.fields["title"]["after"] == {"value": {"en": "All rain"}}
    assert set(newest.fields) == {"title", "keywords"}


def test_two_sources_may_describe_the_same_thing(lorry):
    lorry.load(dataset("rain"))
    lorry.load(dataset("rain", title={"en": "Regen"}), source=OTHER)

    assert lorry.title("rain") == "The rain"
    assert lorry.look("rain", OTHER).filed.record.title == {"en": "Regen"}
    assert key("rain") != key("rain", OTHER)


def test_a_record_that_arrives_twice_is_refused_the_second_time(lorry):
    report = lorry.load(dataset("rain"), dataset("rain", title={"en": "Another"}))

    assert counts(report) == (2, 1, 0, 0, 1, 0)
    assert report.refusals[0].where == "line 2"
    assert "arrived before in this load" in report.refusals[0].reason
    assert lorry.title("rain") == "The rain"


def test_one_bad_record_stops_nothing_and_is_told_without_its_tricks(lorry):
    bad = Refusal("line 1\x1b[2J", "title: \u202eno\x00thing \n" + "x" * 900)
    report = lorry.load(bad, dataset("rain"))

    assert counts(report) == (2, 1, 0, 0, 1, 0)
    told = report.refusals[0]
    assert told.where == "line 1[2J"
    assert told.reason.startswith("title: nothing x")
    assert len(told.reason) <= 500


def test_what_is_gone_from_the_source_is_told_and_stays(lorry):
    lorry.load(dataset("rain"), dataset("wind"))
    report = lorry.load(dataset("rain"))

    assert (report.gone, report.gone_ids, report.withdrawn) == (1, (key("wind"),), 0)
    assert lorry.look("wind").state == "published"


def test_what_is_gone_is_withdrawn_on_demand_and_comes_back_with_its_source(lorry):
    lorry.load(dataset("rain"), dataset("wind"))
    assert lorry.load(dataset("rain"), withdraw_missing=True).withdrawn == 1
    assert lorry.look("wind").state == "withdrawn"

    assert lorry.load(dataset("rain"), dataset("wind")).updated == 1
    assert lorry.look("wind").state == "published"
    assert lorry.look("wind").missing_since is None


@pytest.mark.parametrize("arriving", [(), (Refusal("line 1", "no JSON"),)], ids=["none", "bad"])
def test_a_broken_file_withdraws_nothing(lorry, arriving):
    lorry.load(dataset("rain"))
    report = lorry.load(*arriving, withdraw_missing=True)

    assert report.is_withdrawing_unsafe
    assert report.withdrawn == 0
    assert lorry.look("rain").state == "published"


def test_a_record_refused_under_its_iri_is_not_gone(lorry):
    lorry.load(dataset("rain"), dataset("wind"), dataset("snow"))
    known, new = (
        Refusal("line 2", "no title", iri=f"https://data.example/{name}")
        for name in ("wind", "hail")
    )
    report = lorry.load(dataset("rain"), known, new, withdraw_missing=True)

    assert (report.withdrawn, report.is_withdrawing_unsafe) == (1, False)
    assert lorry.look("wind").state == "published"
    assert lorry.look("snow").state == "withdrawn"


def test_what_a_curator_withdrew_stays_away(lorry, database):
    lorry.load(dataset("rain"))
    with database.writing() as session:
        set_state(session, key("rain"), "withdrawn", CURATOR)
    report = lorry.load(dataset("rain", keywords=["new"]))

    assert report.updated == 1
    assert lorry.look("rain").state == "withdrawn"


def test_drafts_are_for_nobody_until_they_are_published(lorry):
    lorry.load(dataset("rain"), as_drafts=True)

    assert lorry.look("rain").state == "draft"


def test_only_a_deed_of_somebody_makes_a_draft_public(lorry, database):
    lorry.load(dataset("rain"), as_drafts=True)
    lorry.load(dataset("rain", keywords=["wet"]), dataset("wind"))
    with database.writing() as session:
        set_field(session, key("rain"), "title", {"en": "Rain, hour by hour"}, CURATOR)
    assert lorry.look("rain").state == "draft"

    lorry.load(dataset("wind"), withdraw_missing=True)
    assert lorry.look("rain").state == "withdrawn"
    lorry.load(dataset("rain"), dataset("wind"))
    assert lorry.look("rain").state == "draft"


def test_a_locked_field_is_never_overwritten_and_the_others_are(lorry, database):
    lorry.load(dataset("rain"))
    with database.writing() as session:
        set_field(session, key("rain"), "title", {"en": "Rain, hour by hour"}, CURATOR)
    lorry.load(dataset("rain", title={"en": "RAIN_V2"}, keywords=["wet"]))

    found = lorry.look("rain")
    assert found.locked == ("title",)
    assert found.filed.record.title == {"en": "Rain, hour by hour"}
    assert found.filed.record.keywords == ("wet",)


def test_a_load_that_was_cut_off_is_begun_again_and_finds_what_it_did(lorry, monkeypatch):
    monkeypatch.setattr(names_met, "BATCH", 2)
    all_of_them = [dataset(str(number)) for number in range(5)]

    def cut_off():
        yield from all_of_them[:4]
        raise ConnectionError("the disk went away")

    with pytest.raises(ConnectionError):
        lorry.load_all(cut_off())
    assert revision(lorry) == 2
    assert counts(lorry.load_all(all_of_them)) == (5, 1, 0, 4, 0, 0)


def test_the_source_keeps_the_report_of_its_last_load(lorry, database):
    lorry.load(dataset("rain"), Refusal("line 2", "no IRI"))
    found = lorry.look("rain")

    assert found.source_loaded_at is not None
    assert found.source_id == WEATHER.id


def test_half_a_character_in_a_name_stops_nothing(lorry):
    """As JSON may hold it, and no database does."""
    half = "https://data.example/\ud800"
    arriving = [Cancelled("here", half), Refusal("there", f"of {half}", half), dataset("rain")]
    report = lorry.load_all(arriving)
    assert (report.processed, report.added, report.refused, report.cancelled) == (3, 1, 1, 0)
    assert [one.where for one in report.refusals] == ["there"]
    assert "\ud800" not in report.refusals[0].reason
