"""What the keeper submits, and above all what it does not."""

from __future__ import annotations

import logging

import pytest
from kept_graders import MARK, ME, VARIABLES, KeptGraders
from memory_cluster import row

from officina_courses.saying import say
from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.slurm.explanation import explained
from officina_widgets.errors import PortalUnreachable

SILENT = Unanswered("Unable to contact slurm controller")
NO = Refused(explained("account", say("no")), "Invalid account or account/partition combination")


async def rounds(kept: KeptGraders, count: int = 1) -> None:
    for _ in range(count):
        await kept.keeper.round()


async def test_nothing_is_asked_of_slurm_while_nothing_is_to_be_done(kept):
    await rounds(kept)
    kept.cluster.asked.clear()
    await rounds(kept, 3)
    assert not kept.cluster.asked
    assert not kept.counts


async def test_several_graders_are_one_array_of_the_hubs_own_account(kept):
    kept.portal.waiting = 9
    await rounds(kept)
    assert kept.counts == [3]
    _, person, variables = kept.cluster.submitted[0]
    assert (person, variables) == (ME, VARIABLES)


async def test_graders_that_are_there_are_not_submitted_again(kept):
    kept.portal.waiting = 9
    await rounds(kept, 5)
    assert kept.counts == [3]
    assert (kept.state.queued, kept.state.running) == (3, 0)
    kept.run_all()
    kept.portal.waiting, kept.portal.in_hand = 6, 3
    await rounds(kept, 5)
    assert kept.counts == [3, 2]


async def test_there_are_never_more_than_the_most(kept):
    kept.portal.waiting = 10_000
    await rounds(kept, 5)
    assert kept.counts == [8]


async def test_a_keeper_that_starts_anew_finds_the_graders_of_the_one_before(kept):
    kept.portal.waiting = 9
    await rounds(kept)
    kept.keeper = kept.made()
    await rounds(kept, 3)
    assert kept.counts == [3]


async def test_others_jobs_with_our_comment_and_our_jobs_with_another_are_not_counted(kept):
    kept.cluster.rows["1"] = row("1", "somebody-else", comment=MARK)
    kept.cluster.rows["2"] = row("2", ME, comment="officina:0123456789abcdef:x")
    kept.cluster.rows["3"] = row("3", ME, comment=MARK, state="COMPLETING")
    kept.portal.waiting = 1
    await rounds(kept)
    assert kept.counts == [1]


async def test_a_silent_slurm_gets_no_submissions_and_is_told(kept, caplog):
    kept.portal.waiting = 9
    kept.cluster.fault = SILENT
    await rounds(kept, 20)
    assert not kept.counts
    assert "Slurm gives no answer" in kept.state.trouble
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    kept.cluster.fault = None
    await rounds(kept)
    assert kept.counts == [3]
    assert kept.state.trouble == ""


async def test_a_silent_portal_leads_to_no_submission(kept):
    kept.portal.waiting = 9
    kept.portal.fault = PortalUnreachable("no connection", code="unreachable")
    await rounds(kept, 3)
    assert not kept.counts
    assert "The portal does not tell" in kept.state.trouble


async def test_a_submission_whose_answer_was_lost_is_not_made_twice(kept):
    kept.portal.waiting = 9
    kept.cluster.lost_answer = SILENT
    await rounds(kept)
    assert "may have reached it" in kept.state.trouble
    kept.now += 3600
    await rounds(kept, 5)
    assert kept.counts == [3]


async def test_a_submission_that_slurm_refuses_is_told_and_tried_less_and_less_often(kept):
    kept.portal.waiting = 1
    kept.cluster.refusal_of_submit = NO
    for _ in range(240):  # an hour in steps of a quarter of a minute
        await rounds(kept)
        kept.now += 15
    assert 6 <= kept.cluster.tries <= 8
    assert "Invalid account" in kept.state.trouble
    assert kept.state.next_try_at is not None
    kept.cluster.refusal_of_submit = None
    kept.now += 3600
    await rounds(kept)
    assert kept.counts == [1]
    assert kept.state.trouble == ""


async def test_graders_that_die_at_once_are_replaced_less_and_less_often(kept, caplog):
    kept.portal.waiting = 1
    for _ in range(240):
        await rounds(kept)
        kept.run_all()
        kept.end_all()
        kept.now += 15
    assert 6 <= len(kept.counts) <= 8
    assert "ended after 3 s: FAILED with exit code 1" in kept.state.trouble
    assert f"Its log: {kept.folder}/log/grader-" in kept.state.trouble


async def test_one_that_dies_before_it_was_ever_listed_counts_too(kept):
    kept.portal.waiting = 1
    await rounds(kept)
    kept.run_all()
    kept.end_all()
    await rounds(kept, 5)
    assert kept.counts == [1]
    assert "FAILED" in kept.state.trouble


async def test_the_last_words_of_its_log_are_told(kept):
    kept.portal.waiting = 1
    await rounds(kept)
    (job,) = kept.cluster.rows
    (kept.folder / "log").mkdir()
    (kept.folder / "log" / f"grader-{job}.log").write_text("one\nError: no \x1b[31mlocks\n\n")
    kept.end_all()
    await rounds(kept)
    assert "Its last words: “Error: no locks”" in kept.state.trouble


async def test_one_that_worked_for_a_while_and_was_ended_is_replaced_at_once(kept):
    kept.portal.waiting = 1
    await rounds(kept)
    kept.run_all()
    kept.end_all("CANCELLED", seconds=600)
    await rounds(kept)
    assert kept.counts == [1, 1]
    assert kept.state.trouble == ""


async def test_one_that_ended_well_is_replaced_when_work_comes(kept, caplog):
    caplog.set_level(logging.INFO)
    kept.portal.waiting = 1
    await rounds(kept)
    kept.portal.waiting = 0
    kept.end_all("COMPLETED", seconds=70)
    await rounds(kept, 3)
    assert kept.counts == [1]
    kept.portal.waiting = 1
    await rounds(kept)
    assert kept.counts == [1, 1]
    assert not [each for each in caplog.records if each.levelno > logging.INFO]


async def test_no_grader_follows_one_of_whose_end_slurm_has_not_told_yet(kept, monkeypatch):
    kept.portal.waiting = 1
    await rounds(kept)
    kept.cluster.rows.clear()
    await rounds(kept, 5)
    assert kept.counts == [1]
    monkeypatch.setattr(kept.keeper._endings, "_clock", lambda: float("inf"))
    await rounds(kept, 2)
    assert kept.counts == [1, 1]


async def test_a_long_run_ends_the_pauses(kept):
    kept.portal.waiting = 1
    kept.patience.lose()
    kept.patience.lose()
    kept.now += 61
    await rounds(kept)
    kept.run_all()
    await rounds(kept)
    kept.patience.lose()
    assert kept.patience.left == pytest.approx(30)


async def test_those_that_stay_are_there_before_work_comes(tmp_path):
    kept = KeptGraders(tmp_path, min_jobs=2)
    await rounds(kept, 3)
    assert kept.counts == [2]
    assert f"--idle-seconds {120 * 60}" in kept.cluster.submitted[0][0]
    kept.portal.waiting = 20
    await rounds(kept, 3)
    assert kept.counts == [2, 3]
    assert "--idle-seconds 120\n" in kept.cluster.submitted[1][0]
