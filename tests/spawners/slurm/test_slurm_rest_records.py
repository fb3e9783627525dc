"""Records of slurmrestd: v0.0.38 as recorded, later ones after the tables in Slurm's source."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import pytest

from officina_spawners.slurm import rest_jobs, rest_notation, rest_resources
from officina_spawners.slurm.resources import Budget

NOON = 1796126400
NOW = datetime.fromtimestamp(NOON, UTC)


def new(value: int | None) -> dict[str, object]:
    """A number as v0.0.39 and later write it."""
    return {"set": value is not None, "infinite": False, "number": value or 0}


def by_id(records):
    return {str(record["job_id"]): record for record in records}


def test_recorded_jobs_are_read(recorded_json):
    jobs = by_id(recorded_json("rest_jobs.json")["jobs"])
    running, waiting = rest_jobs.read_job(jobs["65"]), rest_jobs.read_job(jobs["71"])
    assert (running.state, running.node, running.reason) == ("RUNNING", "g1", "")
    assert running.ends_at - running.starts_at == timedelta(minutes=10)
    assert (waiting.state, waiting.node, waiting.reason) == ("PENDING", None, "AssocGrpGRESMinutes")
    wide = rest_jobs.read_queued(jobs["65"])
    assert (wide.user, wide.account, wide.gpus, wide.limit_seconds) == (
        "sc-user1",
        "course101",
        1,
        600,
    )
    assert rest_jobs.read_queued(jobs["67"]).name.startswith("evil|RUNNING\n999|")


def test_a_job_of_a_later_version_is_read_alike(recorded_json):
    old = by_id(recorded_json("rest_jobs.json")["jobs"])["65"]
    later = copy.deepcopy(old)
    later["job_state"] = [old["job_state"]]
    for key in ("start_time", "end_time", "submit_time", "time_limit", "cpus", "node_count"):
        later[key] = new(old[key])
    later["priority"] = new(old["priority"])
    assert rest_jobs.read_queued(later) == rest_jobs.read_queued(old)


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("RUNNING", "RUNNING"),
        (["RUNNING"], "RUNNING"),
        (["COMPLETED", "COMPLETING"], "COMPLETING"),
        (["RUNNING", "CONFIGURING"], "CONFIGURING"),
    ],
)
def test_a_state_may_be_a_word_or_a_list(value, state):
    assert rest_notation.state(value) == state


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        (None, None),
        (2**32 - 1, None),
        (2**32 - 2, None),
        ({"set": True, "infinite": False, "number": 7}, 7),
        ({"set": True, "infinite": True, "number": 0}, None),
        ({"set": False, "infinite": False, "number": 9}, None),
    ],
)
def test_a_number_may_be_none_in_many_ways(value, number):
    assert rest_notation.number(value) == number


@pytest.mark.parametrize(
    ("name", "state", "code", "signal", "who"),
    [
        ("rest_record_failed.json", "FAILED", 0, 0, None),  # v0.0.38 loses the exit code 3
        ("rest_record_signalled.json", "FAILED", 0, 9, None),
        ("rest_record_cancelled.json", "CANCELLED", 0, 0, "sc-user1"),
    ],
)
def test_recorded_endings_are_read(recorded_json, name, state, code, signal, who):
    found = rest_jobs.read_ending(recorded_json(name)["jobs"][0])
    assert (found.state, found.exit_code, found.signal) == (state, code, signal)
    assert found.cancelled_by == who
    assert found.node in {"c1", "g1"}


def test_an_ending_of_a_later_version_has_its_exit_code(recorded_json):
    record = recorded_json("rest_record_failed.json")["jobs"][0]
    record["state"]["current"] = ["FAILED"]
    record["exit_code"] = {"status": ["ERROR"], "return_code": new(3), "signal": {"id": new(None)}}
    assert rest_jobs.read_ending(record).exit_code == 3
    record["exit_code"] = {"status": ["SIGNALED"], "return_code": new(0), "signal": {"id": new(9)}}
    assert rest_jobs.read_ending(record).signal == 9


def test_what_slurmctld_remembers_has_the_exit_code(recorded_json):
    record = by_id(recorded_json("rest_jobs.json")["jobs"])["65"]
    assert rest_jobs.read_remembered(record) is None
    found = rest_jobs.read_remembered(record | {"job_state": "FAILED", "exit_code": 768})
    assert (found.exit_code, found.signal) == (3, 0)
    later = {"status": ["ERROR"], "return_code": new(3), "signal": {"id": new(None)}}
    found = rest_jobs.read_remembered(record | {"job_state": ["FAILED"], "exit_code": later})
    assert (found.exit_code, found.signal) == (3, 0)


def test_recorded_past_jobs_are_those_that_ran(recorded_json):
    read = [rest_jobs.read_past(record) for record in recorded_json("rest_past.json")["jobs"]]
    past = {job.id: job for job in read if job}
    assert (past["1"].gpus, past["1"].elapsed_seconds, past["1"].limit_seconds) == (1, 601, 1200)
    assert not {"9", "65"} & set(past)


def test_recorded_nodes_are_read(recorded_json):
    records = recorded_json("rest_nodes.json")["nodes"]
    nodes = {record["name"]: rest_resources.read_node(record) for record in records}
    assert nodes["g1"].gpus_total == {"a100": 4}
    assert nodes["g2"].states == {"IDLE", "DRAIN"}
    assert nodes["g2"].reason == "fan of GPU 2 | see ticket"
    assert nodes["c1"].cores_total == 64


def test_a_node_of_a_later_version_is_read_alike(recorded_json):
    old = recorded_json("rest_nodes.json")["nodes"][1]
    later = {key: value for key, value in old.items() if key != "state_flags"}
    later["state"] = [old["state"].upper(), *old["state_flags"]]
    assert rest_resources.read_node(later) == rest_resources.read_node(old)


def test_recorded_partitions_are_read_and_later_ones_alike(recorded_json):
    old = recorded_json("rest_partitions.json")["partitions"][1]
    later = {
        "name": "gpu",
        "partition": {"state": ["UP"]},
        "nodes": {"configured": "g[1-2]"},
        "maximums": {"time": new(480)},
        "defaults": {"time": new(60)},
        "accounts": {"allowed": "", "deny": ""},
        "qos": {"allowed": ""},
        "groups": {"allowed": ""},
    }
    read = rest_resources.read_partition(old)
    assert (read.max_seconds, read.default_seconds, read.allowed_qos) == (28800, 3600, None)
    assert rest_resources.read_partition(later) == read


def test_a_recorded_reservation_is_active_in_its_time(recorded_json):
    (record,) = recorded_json("rest_reservations.json")["reservations"]
    found = rest_resources.read_reservation(record, NOW)
    assert (found.name, found.accounts, found.nodes) == ("course", ("course101",), "g1")
    assert not found.is_active
    begun = rest_resources.read_reservation(record, found.starts_at)
    assert begun.is_active


def test_shares_of_a_later_version_are_budgets():
    def share(name: str, parent: str, kind: str, limit: int | None, seconds: int):
        return {
            "name": name,
            "parent": parent,
            "type": [kind],
            "tres": {
                "group_minutes": [{"name": "gres/gpu", "value": new(limit)}],
                "usage": [{"name": "gres/gpu", "value": float(seconds)}],
            },
        }

    shares = [
        share("root", "", "ASSOCIATION", None, 9000),
        share("proto", "root", "ASSOCIATION", 60, 780),
        share("ada", "proto", "USER", None, 180),
        share("bob", "proto", "USER", None, 600),
    ]
    assert rest_resources.read_budgets(shares, "ada") == (
        Budget(account="proto", gpu_minutes_limit=60, gpu_minutes_used=13),
    )
    assert rest_resources.read_budgets(shares, "eve") == ()


@pytest.mark.parametrize(
    ("text", "tasks"),
    [(None, 1), ("", 1), ("3", 1), ("1-4", 4), ("1-4,7%2", 5), ("1-9:2", 5), ("0,5-6", 3)],
)
def test_tasks_of_an_array_that_wait_together_are_told_one_by_one(recorded_json, text, tasks):
    record = {**by_id(recorded_json("rest_jobs.json")["jobs"])["71"], "array_task_string": text}
    assert rest_jobs.read_tasks(record) == [rest_jobs.read_queued(record)] * tasks


def test_an_array_in_other_words_is_no_array(recorded_json):
    record = {**by_id(recorded_json("rest_jobs.json")["jobs"])["71"], "array_task_string": "all"}
    with pytest.raises(ValueError, match="all"):
        rest_jobs.read_tasks(record)
