"""Rows of sacct: endings, past jobs, and a person's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from officina_spawners.slurm import sacct

MARK = "xMARK"


def test_recorded_endings_are_read(recorded):
    ends = sacct.read_endings(recorded("sacct_endings.txt"))
    assert {job: (end.state, end.exit_code, end.signal) for job, end in ends.items()} == {
        "1": ("COMPLETED", 0, 0),
        "2": ("CANCELLED", 0, 0),
        "3": ("CANCELLED", 0, 0),
        "5": ("CANCELLED", 0, 0),
        "22": ("FAILED", 3, 0),
        "23": ("FAILED", 0, 9),
        "24": ("COMPLETED", 0, 0),
        "25": ("FAILED", 127, 0),
        "26": ("CANCELLED", 0, 0),
        "27": ("FAILED", 0, 11),
    }
    assert (ends["2"].cancelled_by, ends["3"].cancelled_by) == ("0", "1006")
    assert (ends["5"].node, ends["5"].started_at) == (None, None)
    assert ends["1"].ended_at - ends["1"].started_at == timedelta(seconds=601)


@pytest.mark.parametrize(
    "text",
    [
        "1|COMPLETED|0:0|2026-01-01T00:00:00|2026-01-01T00:00:00|g1|None",
        "1|COMPLETED|0:0\n",
        "1|COMPLETED|zero|2026-01-01T00:00:00|2026-01-01T00:00:00|g1|None\n",
        "1.batch|COMPLETED|0:0|2026-01-01T00:00:00|2026-01-01T00:00:00|g1|None\n",
        "1|Completed|0:0|2026-01-01T00:00:00|2026-01-01T00:00:00|g1|None\n",
        "sacct: error: Problem talking to the database\n",
        "\n",
    ],
)
def test_what_is_no_row_of_sacct_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        sacct.read_endings(text)


def test_past_jobs_are_those_that_ran(recorded):
    past = {job.id: job for job in sacct.read_past(recorded("sacct_past.txt"))}
    assert (past["1"].gpus, past["1"].elapsed_seconds, past["1"].limit_seconds) == (1, 601, 1200)
    assert "9" not in past, "it was refused at the submission and never had a node"
    assert "65" not in past, "it runs"


def test_a_comment_over_several_lines_hides_no_job(recorded):
    text = recorded("sacct_own.txt")
    poison = "evil|name\n999|RUNNING|g1"
    assert sacct.read_own(text, MARK, comment=poison, person="sc-user1") == "2"
    assert sacct.read_own(text, MARK, comment=poison, person="sc-user2") is None
    assert sacct.read_own("", MARK, comment=poison, person="sc-user1") is None


def test_rows_of_a_person_that_are_cut_are_refused(recorded):
    whole = recorded("sacct_own.txt")
    with pytest.raises(ValueError, match="cut off"):
        sacct.read_own(whole[:-3], MARK, comment="x", person="sc-user1")


def test_who_runs_is_told_from_who_waits_again_or_has_ended():
    text = "1|RUNNING\n2|PENDING\n3|REQUEUED\n4|CANCELLED by 0\n5|RUNNING\n"
    assert sacct.read_running(text) == {"1", "5"}


@pytest.mark.parametrize("text", ["1|RUNNING", "1\n", "x|y|z\n", "1|run\n"])
def test_what_is_no_list_of_states_is_not_believed(text):
    with pytest.raises(ValueError, match=r"no|cut off"):
        sacct.read_running(text)
