"""Rows of squeue: recorded ones, cut ones, and those that a user made to look like others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_spawners.slurm import squeue

MARK = "xMARK"


def test_a_recorded_listing_is_read(recorded):
    jobs = squeue.read_lean(recorded("squeue_lean.txt"))
    running, waiting = jobs["65"], jobs["71"]
    assert (running.state, running.node, running.reason) == ("RUNNING", "g1", "")
    assert running.starts_at == datetime(2026, 11, 22, 1, 27, 19, tzinfo=UTC)
    assert (waiting.state, waiting.node, waiting.reason) == ("PENDING", None, "AssocGrpGRESMinutes")
    assert waiting.is_waiting
    assert jobs["73"].starts_at is None


def test_no_rows_are_no_jobs():
    assert squeue.read_lean("") == {}


def test_a_listing_that_is_cut_anywhere_is_refused_or_ends_with_a_whole_row(recorded):
    whole = recorded("squeue_lean.txt")
    for length in range(1, len(whole)):
        if whole[length - 1] != "\n":
            with pytest.raises(ValueError, match=r"."):
                squeue.read_lean(whole[:length])


@pytest.mark.parametrize(
    "row",
    [
        "7|RUNNING|g1|2026-01-01T00:00:00|2026-01-01T01:00:00",
        "7|RUNNING|g1|soon|2026-01-01T01:00:00|None",
        "x|RUNNING|g1|N/A|N/A|None",
        "٣|RUNNING|g1|N/A|N/A|None",
        "7|running|g1|N/A|N/A|None",
        "7|RUNNING|g1|2026-99-01T00:00:00|N/A|None",
        "slurm_load_jobs error: Unable to contact slurm controller",
        "",
        "\x00",
    ],
)
def test_one_wrong_row_makes_the_listing_worthless(recorded, row):
    with pytest.raises(ValueError, match=r"."):
        squeue.read_lean(recorded("squeue_lean.txt") + row + "\n")


def test_an_operators_reason_may_hold_anything_but_a_line_end():
    jobs = squeue.read_lean("7|PENDING|n/a|N/A|N/A|down | since\u2028noon\n")
    assert jobs["7"].reason == "down | since\u2028noon"


def test_a_recorded_wide_listing_is_read(recorded):
    rows = {row.id: row for row in squeue.read_wide(recorded("squeue_wide.txt"), MARK)}
    ours = rows["65"]
    assert (ours.user, ours.account, ours.partition) == ("sc-user1", "course101", "gpu")
    assert (ours.name, ours.comment) == ("officina-session", "officina:hub:6f1d")
    assert (ours.gpus, ours.cores, ours.nodes, ours.limit_seconds) == (1, 2, 1, 600)
    assert rows["69"].gpus == 3
    assert rows["76"].state == "PENDING"
    assert len(rows) == len(squeue.read_lean(recorded("squeue_lean.txt")))


def test_a_name_that_looks_like_a_row_stays_a_name(recorded):
    rows = {row.id: row for row in squeue.read_wide(recorded("squeue_wide.txt"), MARK)}
    assert "999" not in rows
    assert rows["67"].user == "sc-user1"
    assert rows["67"].comment.startswith("evil|RUNNING\n999|RUNNING|g1|")
    assert rows["68"].user == "sc-user2"
    assert "\x1b" in rows["68"].comment


def test_a_wide_listing_that_is_cut_is_refused(recorded):
    whole = recorded("squeue_wide.txt")
    for length in range(1, len(whole) - 1, 37):
        with pytest.raises(ValueError, match=r"."):
            squeue.read_wide(whole[:length], MARK)


def test_every_call_has_a_mark_of_its_own():
    marks = {squeue.new_mark() for _ in range(100)}
    assert len(marks) == 100
    assert all(mark[0].isalpha() and mark.isalnum() for mark in marks)


def test_a_copied_comment_is_not_taken_for_the_job(recorded):
    text = recorded("squeue_own.txt")
    comment = "officina:hub:6f1d"
    assert squeue.read_own(text, MARK, comment=comment, person="sc-user1") == "65"
    assert squeue.read_own(text, MARK, comment=comment, person="sc-user2") == "66"
    assert squeue.read_own(text, MARK, comment=comment, person="sc-user3") is None
    assert squeue.read_own(text, MARK, comment="officina:hub:6f1", person="sc-user1") is None


def test_of_several_the_first_submitted_is_found():
    assert squeue.first(["100", "99", "1000"]) == "99"
    assert squeue.first([]) is None


def test_what_slurmctld_remembers_has_exit_codes_and_signals(recorded):
    text = "".join(
        f"{job}{MARK}{state}{MARK}{status}{MARK}2026-11-22T01:00:00{MARK}2026-11-22T01:01:00{MARK}"
        f"{node}{MARK}{reason}{MARK}\n"
        for job, state, status, node, reason in [
            ("1", "FAILED", "768", "c1", "NonZeroExitCode"),
            ("2", "FAILED", "9", "c1", "None"),
            ("3", "CANCELLED", "15", "g1", "None"),
            ("4", "CANCELLED", "0", "n/a", "JobHeldUser"),
        ]
    )
    ends = squeue.read_ends(text, MARK)
    assert (ends["1"].exit_code, ends["1"].signal) == (3, 0)
    assert (ends["2"].exit_code, ends["2"].signal) == (0, 9)
    assert (ends["3"].signal, ends["3"].node) == (0, "g1")
    assert (ends["4"].node, ends["4"].started_at) == (None, None)
    assert len(squeue.read_ends(recorded("squeue_ends.txt"), MARK)) > 10
