"""The write-ahead record: whole or not at all, and for the hub's account alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from job_records import record

from officina_spawners.batch.record import JobRecords


def test_what_is_written_is_read(tmp_path):
    records = JobRecords(tmp_path / "jobs")
    written = record(job="17", port=5000)
    records.write(written)
    assert records.read("ada") == written
    assert records.read("ada").token.get_secret_value() == "a-secret"
    assert list(records) == [written]


def test_only_the_hubs_account_can_read_it_even_under_a_wide_umask(tmp_path):
    os.umask(0)
    JobRecords(tmp_path / "jobs").write(record())
    [path] = (tmp_path / "jobs").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_its_token_is_in_no_repr(tmp_path):
    assert "a-secret" not in repr(record())


def test_a_death_between_the_draft_and_its_place_leaves_the_record_before(tmp_path, monkeypatch):
    records = JobRecords(tmp_path / "jobs")
    before = record()
    records.write(before)
    with monkeypatch.context() as dying:
        dying.setattr(Path, "replace", _die)
        with pytest.raises(SystemExit):
            records.write(before.model_copy(update={"job": "17"}))
    assert records.read("ada") == before
    assert list(records) == [before]
    after = before.model_copy(update={"job": "18"})
    records.write(after)  # what the dead one left behind is in nobody's way
    assert records.read("ada") == after
    assert len(list((tmp_path / "jobs").iterdir())) == 1


def _die(*_: object) -> None:
    raise SystemExit


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"key": "ada"}', "\x00" * 100])
def test_a_damaged_one_is_told_as_such_and_hides_no_other(tmp_path, text):
    records = JobRecords(tmp_path / "jobs")
    for key in ("ada", "bob"):
        records.write(record(key=key))
    (tmp_path / "jobs" / "ada.json").write_text(text)
    assert records.read("ada") is None
    assert [each.key for each in records] == ["bob"]
    assert records.unreadable() == {"ada": "it is damaged"}
    records.remove(record())
    assert records.unreadable() == {}


def test_a_folder_with_the_name_of_one_cannot_be_read_and_hides_no_other(tmp_path):
    records = JobRecords(tmp_path / "jobs")
    records.write(record(key="bob"))
    (tmp_path / "jobs" / "ada.json").mkdir()
    assert records.read("ada") is None
    assert [each.key for each in records] == ["bob"]
    assert records.unreadable() == {"ada": "Is a directory"}
    assert (records.trouble("ada"), records.trouble("bob")) == ("Is a directory", "")


def test_no_folder_is_no_records(tmp_path):
    records = JobRecords(tmp_path / "jobs")
    assert (list(records), records.unreadable()) == ([], {})
    assert records.read("ada") is None
    assert records.trouble("ada") == ""


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path):
    (tmp_path / "jobs").write_text("no folder")
    records = JobRecords(tmp_path / "jobs")
    with pytest.raises(OSError, match="Not a directory"):
        list(records)
    with pytest.raises(OSError, match="Not a directory"):
        records.unreadable()
