"""Medians, ratios and tables of the benchmarks, and their place in the reference."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from benchmarks.sessions.figures import Spread, ratio, table, verdict
from benchmarks.sessions.guesses import Guess, errors
from benchmarks.sessions.page import with_section
from benchmarks.sessions.replay import submissions

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_row_tells_the_median_and_the_extremes():
    assert Spread((3.0, 1.0, 2.25)).row(2) == "2.25 (1.00 to 3.00)"


def test_nothing_measured_is_a_dash():
    assert Spread(()).row() == "-"


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [(602, 4, "150"), (12.3, 5.8, "2.1"), (6000, 4, "1,500"), (5, 0, "-"), (0, 4, "0.0")],
)
def test_a_ratio_is_as_exact_as_it_is_small(theirs, ours, said):
    assert ratio(theirs, ours) == said


def test_a_missed_target_stands_out():
    assert verdict(is_met=True) == "met"
    assert verdict(is_met=False) == "**missed**"


def test_a_table_is_markdown():
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |"


def test_a_section_is_put_at_the_end_and_then_renewed_in_its_place():
    page = with_section("# Page\n", "load", "first")
    page = with_section(page, "click", "other")
    page = with_section(page, "load", r"second \1")
    assert page.index("second \\1") < page.index("other")
    assert "first" not in page
    assert page.startswith("# Page\n")


def guess(job: str, ours: float, slurms: float | None, high: float | None = 60) -> Guess:
    return Guess(job, NOW, ours, 10, high, slurms)


def test_errors_are_those_of_the_jobs_that_both_spoke_of():
    starts = {"1": NOW + timedelta(seconds=50), "2": NOW + timedelta(seconds=90), "3": None}
    found = errors(
        [guess("1", 40, 200), guess("2", 90, None), guess("3", 1, 1), guess("4", 1, 1)], starts
    )
    assert (found.ours, found.slurms, found.waits) == ((10,), (150,), (50,))
    assert (found.unsaid, found.within) == (1, 1.0)


def test_a_range_holds_to_the_second():
    starts = {"1": NOW + timedelta(seconds=61), "2": NOW + timedelta(seconds=62)}
    assert errors([guess("1", 1, 1), guess("2", 1, 1)], starts).within == 0.5
    assert errors([guess("2", 1, 1, high=None)], starts).within == 1.0


def test_a_replayed_queue_is_always_the_same_and_within_its_limits():
    jobs = list(submissions(60, seed=2))
    assert jobs == list(submissions(60, seed=2))
    assert all(2 <= job.seconds < job.limit_minutes * 60 for job in jobs)
    assert {job.person for job in jobs} == set(range(6))
