"""How good the expectations have been, kept in a small file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from queue_samples import NOW

from officina_spawners.estimate import Expectation, Scorebook
from officina_spawners.estimate.score import REMEMBERED, SCORED, Promise


def promise(job, middle=100.0, *, low=50.0, high=200.0, slurm=None):
    told = Expectation(low_seconds=low, middle_seconds=middle, high_seconds=high)
    return Promise(job=str(job), made_at=NOW, expected=told, slurm_seconds=slurm)


def later(seconds):
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "starts.jsonl"


def test_nothing_known_is_said_so(path):
    score = Scorebook(path).score()
    assert (score.starts, score.median_error_seconds, score.within_range) == (0, None, None)


def test_half_the_errors_are_below_the_median_and_ranges_are_counted(path):
    book = Scorebook(path)
    for job, waited in enumerate([100, 110, 40, 260, 180]):
        book.promise(promise(job, slurm=700))
        book.started(str(job), later(waited))
    score = book.score()
    assert score.starts == 5
    assert score.median_error_seconds == 60  # of 0, 10, 60, 160, 80
    assert score.within_range == 3 / 5
    assert score.slurm_median_error_seconds == 590


def test_a_new_hub_goes_on_where_the_old_one_stopped(path):
    book = Scorebook(path)
    book.promise(promise(1))
    book.promise(promise(2))
    book.started("1", later(130))
    again = Scorebook(path)
    assert again.score() == book.score()
    again.started("2", later(90))
    assert again.score().starts == 2


def test_only_the_newest_starts_count(path):
    book = Scorebook(path)
    for job in range(100):
        book.promise(promise(job))
        book.started(str(job), later(900 if job < 100 - SCORED else 103))
    assert book.score().median_error_seconds == 3
    assert book.score().starts == SCORED


def test_a_job_that_was_cancelled_while_waiting_is_no_error(path):
    book = Scorebook(path)
    book.promise(promise(1))
    book.dropped("1")
    book.started("1", later(9_999))
    assert book.score().starts == 0


def test_a_start_that_nobody_was_promised_changes_nothing(path):
    Scorebook(path).started("77", later(5))
    assert not path.exists()


def test_without_a_high_end_any_late_start_is_within(path):
    book = Scorebook(path)
    book.promise(promise(1, high=None))
    book.started("1", later(10_000))
    assert book.score().within_range == 1


def test_the_file_stays_small(path):
    book = Scorebook(path)
    for job in range(6 * REMEMBERED):
        book.promise(promise(job))
        if job % 2:
            book.started(str(job), later(100))
    assert path.read_text().count("\n") <= 4 * REMEMBERED + 1
    assert Scorebook(path).score() == book.score()


def test_a_damaged_file_costs_only_its_damaged_lines(path):
    book = Scorebook(path)
    for job in range(3):
        book.promise(promise(job))
        book.started(str(job), later(100))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]) + b'{"start": {"prom\n\xff\xfe\n[]\n' + b"x" * 9_999)
    again = Scorebook(path)
    assert again.score().starts == 2
    again.started("2", later(100))
    assert Scorebook(path).score().starts == 3


def test_a_file_that_cannot_be_written_or_read_does_not_stop_a_start(path):
    path.mkdir()
    book = Scorebook(path)
    book.promise(promise(1))
    book.started("1", later(100))
    assert book.score().starts == 1
