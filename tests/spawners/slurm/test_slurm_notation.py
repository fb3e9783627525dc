"""Slurm's times, lengths and resources."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_spawners.slurm import notation


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5:00", 300),
        ("08:00:00", 28800),
        ("1-00:00:01", 86401),
        ("UNLIMITED", None),
        ("Partition_Limit", None),
        ("NOT_SET", None),
    ],
)
def test_lengths_of_time_are_read(text, seconds):
    assert notation.seconds(text) == seconds


@pytest.mark.parametrize("text", ["N/A", "Unknown", "None", "(null)", ""])
def test_a_time_that_slurm_does_not_know_is_none(text):
    assert notation.moment(text) is None


def test_times_are_read_as_utc():
    assert notation.moment("2026-02-28T23:59:59") == datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("cpu=2,mem=2G,node=1,billing=2,gres/gpu=3", 3),
        ("cpu=2,gres/gpu=3,gres/gpu:a100=1,gres/gpu:v100=2", 3),
        ("gres/gpu:a100=1,gres/gpu:v100=2", 3),
        ("cpu=2,mem=1.50G", 0),
        ("gres/gpu_memory=9", 0),
        ("", 0),
    ],
)
def test_gpus_are_counted_once(text, count):
    assert notation.gpus(text) == count


def test_shortened_amounts_are_made_long():
    assert notation.amount("4K") == 4096
    assert notation.amount("2K", thousand=1000) == 2000
    assert notation.amount("1.50G") == 1610612736


READERS = (notation.moment, notation.seconds, notation.amount, notation.gpus, notation.resources)


@given(st.text())
def test_whatever_comes_is_read_or_refused(text):
    for read in READERS:
        try:
            read(text)
        except ValueError:
            continue
