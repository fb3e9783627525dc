"""The write-ahead record: whole or not at all, and for the hub's account alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from job_records import HUB, record

from officina_spawners.batch.record import JobRecords, is_of_hub, new_comment


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
def test_a_damaged_one_counts_as_none(tmp_path, text):
    records = JobRecords(tmp_path / "jobs")
    records.write(record())
    (tmp_path / "jobs" / "ada.json").write_text(text)
    assert records.read("ada") is None
    assert list(records) == []
    records.remove("ada")
    assert not list((tmp_path / "jobs").iterdir())


def test_no_folder_is_no_records(tmp_path):
    assert list(JobRecords(tmp_path / "jobs")) == []
    assert JobRecords(tmp_path / "jobs").read("ada") is None


@pytest.mark.parametrize(
    ("comment", "is_ours"),
    [
        (f"officina:{HUB}:" + "a" * 32, True),
        (f"officina:{'f' * 16}:" + "a" * 32, False),
        (f"officina:{HUB}:" + "g" * 32, False),
        (f"officina:{HUB}:" + "a" * 31, False),
        (f"officina:{HUB}:" + "a" * 32 + "\n", False),
        ("", False),
        (f"x officina:{HUB}:" + "a" * 32, False),
    ],
)
def test_a_comment_says_which_hubs_job_it_is(comment, is_ours):
    assert is_of_hub(comment, HUB) is is_ours


def test_no_two_comments_are_alike():
    assert len({new_comment(HUB) for _ in range(1000)}) == 1000
