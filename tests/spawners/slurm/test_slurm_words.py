"""Slurm's words in plain words: every reason, every end and every refusal has some."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from officina_spawners.slurm.explanation import Circumstances
from officina_spawners.slurm.jobs import END_STATES, Ending, Job
from officina_spawners.slurm.resources import Budget, Partition, Reservation
from officina_spawners.slurm.words import how_it_ended, why_it_waits, why_it_was_refused

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
GPU = Partition(
    name="gpu",
    state="UP",
    is_default=False,
    nodes="g[1-2]",
    max_seconds=28800,
    default_seconds=3600,
    allowed_accounts=None,
    allowed_qos=None,
    allowed_groups=None,
)
CLASS = Reservation(
    name="class",
    is_active=False,
    starts_at=NOON,
    ends_at=NOON + timedelta(hours=2),
    nodes="g1",
    partition="",
    users=(),
    accounts=(),
)


def waits(reason: str, **known):
    job = Job(id="1", state="PENDING", reason=reason)
    return why_it_waits(job, Circumstances(**known))


def test_every_reason_of_slurm_has_words(recorded):
    for reason in recorded("reasons.txt").split():
        found = waits("" if reason == "None" else reason)
        assert found.code != "waiting", reason
        assert found.sentence.endswith(".")
        assert found.advice.endswith(".")
        assert reason not in found.sentence or reason in {"Priority", "Resources"}


def test_an_unknown_reason_is_quoted_and_not_explained():
    found = waits("NewReasonOfSlurm99")
    assert found.code == "waiting"
    assert "NewReasonOfSlurm99" in found.sentence


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("ReqNodeNotAvail, UnavailableNodes:g[1-4]", "nodes-unavailable"),
        ("ReqNodeNotAvail,_May_be_reserved_for_other_job", "nodes-unavailable"),
        (
            "Nodes_required_for_job_are_DOWN,_DRAINED_or_reserved_for_jobs_in_higher_priority_"
            "partitions",
            "nodes-unavailable",
        ),
        ("launch_failed_requeued_held", "start-failed"),
        ("(JobHeldAdmin)", "held-by-operator"),
        ("QOSMaxGRESPerUser", "own-share-used"),
        ("MaxGRESPerAccount", "own-share-used"),
        ("QOSGrpGRES", "project-busy"),
        ("AssocGrpGRESMinutes", "budget-used-up"),
        ("AssocGrpGRESRunMinutes", "project-busy"),
        ("QOSMaxWallDurationPerJobLimit", "too-much-asked"),
        ("QOSMinGRES", "too-little-asked"),
    ],
)
def test_longer_and_newer_reasons_are_understood(reason, code):
    assert waits(reason).code == code


def test_only_what_waiting_cannot_mend_is_final():
    assert not waits("Resources").is_final
    assert not waits("QOSMaxGRESPerUser").is_final
    assert waits("QOSMaxGRESPerJob").is_final
    assert waits("BadConstraints").is_final
    assert waits("DependencyNeverSatisfied").is_final


def test_a_budget_is_told_in_numbers_with_what_it_allows():
    budget = Budget(account="proto", gpu_minutes_limit=60, gpu_minutes_used=48)
    found = waits("AssocGrpGRESMinutes", budget=budget, gpus=2, minutes=60)
    assert found.sentence == "The project proto has 12 of 60 GPU-minutes left; you asked for 120."
    assert "at most 6 minutes on 2 GPUs" in found.advice
    assert found.is_final


def test_a_budget_that_suffices_by_the_numbers_is_not_final():
    budget = Budget(account="proto", gpu_minutes_limit=60, gpu_minutes_used=0)
    assert not waits("AssocGrpGRESMinutes", budget=budget, gpus=1, minutes=30).is_final


def test_an_empty_budget_suggests_no_session_of_zero_minutes():
    budget = Budget(account="proto", gpu_minutes_limit=60, gpu_minutes_used=60)
    found = waits("AssocGrpGRESMinutes", budget=budget, gpus=2, minutes=60)
    assert "0 minutes" not in found.advice


def test_the_place_in_the_queue_is_told_where_it_counts():
    assert "number 3 of 9" in waits("Priority", place=3, waiting=9).sentence
    assert "the next to start" in waits("Resources", place=1, waiting=9).sentence
    assert "number" not in waits("JobHeldAdmin", place=3, waiting=9).sentence


def test_limits_of_time_and_beginnings_are_told_in_numbers():
    found = waits("PartitionTimeLimit", partition=GPU, minutes=600)
    assert found.sentence == "You asked for 600 minutes; the partition gpu allows 480."
    found = waits("Reservation", reservation=CLASS)
    assert found.sentence == "The reservation class begins at 2026-12-01 12:00 UTC."


def test_every_end_of_slurm_has_words():
    for state in END_STATES:
        found = how_it_ended(Ending(id="1", state=state, node="g1", started_at=NOON))
        assert found.code != "ended"
        assert found.advice
    assert how_it_ended(Ending(id="1", state="NEW_STATE")).code == "ended"


@pytest.mark.parametrize(
    ("ending", "code", "part"),
    [
        ({"state": "TIMEOUT", "ended_at": NOON + timedelta(hours=2)}, "time-limit", "120 minutes"),
        ({"state": "CANCELLED", "cancelled_by": "root"}, "cancelled", "by root"),
        ({"state": "NODE_FAIL"}, "node-failed", "node g1"),
        ({"state": "FAILED", "exit_code": 3}, "failed", "exit code 3"),
        ({"state": "FAILED", "exit_code": 127}, "command-missing", "exit code 127"),
        ({"state": "FAILED", "exit_code": 137}, "killed", "lack of memory"),
        ({"state": "FAILED", "signal": 11}, "killed", "SIGSEGV"),
        ({"state": "FAILED", "reason": "JobLaunchFailure"}, "start-failed", "JobLaunchFailure"),
        ({"state": "FAILED"}, "failed", "with an error."),
    ],
)
def test_an_end_is_told_with_its_numbers(ending, code, part):
    usual = {"id": "1", "node": "g1", "started_at": NOON}
    found = how_it_ended(Ending.model_validate(usual | ending))
    assert found.code == code
    assert part in found.sentence


FAILED = "sbatch: error: Batch job submission failed: "
REFUSALS = [
    ("Invalid account or account/partition combination specified", "account-refused"),
    ("User's group not permitted to use this partition", "partition-refused"),
    ("Required partition not available (inactive or drain)", "partition-closed"),
    ("Requested partition configuration not available now", "partition-closed"),
    ("Invalid partition name specified", "partition-unknown"),
    ("Requested time limit is invalid (missing or exceeds some limit)", "time-limit"),
    ("Time limit specification required, but not provided", "time-limit"),
    ("Invalid qos specification", "qos-refused"),
    ("Requested account has breached requested QOS usage threshold", "own-share-used"),
    (
        "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
        "limits",
    ),
    ("Access denied to requested reservation", "reservation-refused"),
    ("Requested reservation not usable now", "reservation-later"),
    ("Requested reservation is in use", "reservation-later"),
    ("Requested reservation is invalid", "reservation-unknown"),
    ("Required node not available (down, drained or reserved)", "nodes-unavailable"),
    ("Requested node configuration is not available", "impossible"),
    ("Requested nodes not in this partition", "impossible"),
    ("Invalid generic resource (gres) specification", "gpu-unknown"),
    ("Invalid Trackable RESource (TRES) specification", "gpu-unknown"),
    ("More processors requested than permitted", "impossible"),
    ("Node count specification invalid", "impossible"),
    ("Memory required by task is not available", "impossible"),
    ("Invalid feature specification", "impossible"),
    ("Invalid user id", "no-account"),
    ("Access/permission denied", "not-permitted"),
    ("Job can not start due to maintenance reservation.", "maintenance"),
]


@pytest.mark.parametrize(("text", "code"), REFUSALS)
def test_every_refusal_has_words(text, code):
    found = why_it_was_refused(FAILED + text)
    assert found.code == code
    assert found.sentence[0].isupper()
    assert "{" not in found.sentence


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("AssocMaxSubmitJobLimit", "too-many-jobs"),
        ("QOSMaxSubmitJobPerUserLimit", "too-many-jobs"),
        ("QOSMaxWallDurationPerJobLimit", "time-limit"),
        ("AssocGrpGRESMinutes", "budget-used-up"),
    ],
)
def test_the_limit_that_sbatch_names_first_says_more_than_the_policy(first, code):
    said = f"sbatch: error: {first}\n{FAILED}Job violates accounting/QOS policy (…)"
    assert why_it_was_refused(said).code == code


def test_a_refusal_names_what_was_asked_for():
    known = Circumstances(account="proto", partition=GPU, minutes=600)
    found = why_it_was_refused(FAILED + "Requested time limit is invalid", known)
    assert found.sentence == (
        "You asked for more time (600 minutes) than the partition gpu allows (at most 480 minutes)."
    )
    found = why_it_was_refused(FAILED + "Invalid account or account/partition combination", known)
    assert found.sentence == "You may not use the project proto on the partition gpu."


def test_a_sites_own_refusal_is_quoted_on_one_line():
    said = "sbatch: error: Please name a \x1b[31mproject.\nsbatch: error: Ask ada@example.org\n"
    found = why_it_was_refused(said)
    assert found.code == "refused"
    assert "“Please name a  [31mproject. / Ask ada@example.org”" in found.sentence


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("slurmstepd-c1: error: Exceeded job memory limit", "out-of-memory"),
        ("slurmstepd: error: StepId=1.batch exceeded memory limit (9 > 1), being", "out-of-memory"),
        ("my own log: error: Exceeded job memory limit", "killed"),
    ],
)
def test_a_kill_of_slurms_own_for_too_much_memory_is_told_from_others(line, code):
    killed = Ending(id="1", state="FAILED", signal=9, node="c1", reason="JobLaunchFailure")
    assert how_it_ended(killed, Circumstances(log=(line,))).code == code


def test_an_explanation_reads_as_two_sentences():
    found = waits("Resources")
    assert str(found) == f"{found.sentence} {found.advice}"
