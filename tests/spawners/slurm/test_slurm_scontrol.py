"""Nodes, partitions and reservations as scontrol writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_spawners.slurm import gres, scontrol


def node(**changed: str):
    """A node with some fields changed."""
    fields = {
        "NodeName": "n1",
        "CPUAlloc": "0",
        "CPUTot": "64",
        "Gres": "(null)",
        "GresUsed": "gpu:0",
        "NodeAddr": "n1",
        "RealMemory": "1000",
        "AllocMem": "0",
        "State": "IDLE",
        "Partitions": "gpu",
    }
    text = " ".join(f"{name}={value}" for name, value in (fields | changed).items())
    return scontrol.read_nodes(text + "\n")[0]


def test_recorded_nodes_are_read(recorded):
    nodes = {found.name: found for found in scontrol.read_nodes(recorded("scontrol_nodes.txt"))}
    assert nodes["c1"].gpus_total == {}
    assert nodes["g1"].gpus_total == {"a100": 4}
    assert nodes["g1"].gpus_used == {"a100": 4}
    assert nodes["g2"].states == {"IDLE", "DRAIN"}
    assert nodes["g2"].reason == "fan of GPU 2 | see ticket"
    assert nodes["g2"].gpus_free == {"a100": 0}
    assert nodes["g1"].partitions == ("gpu",)


def test_more_than_a_thousand_cores_are_counted():
    found = node(CPUTot="2048", CPUAlloc="1024")
    assert (found.cores_total, found.cores_used) == (2048, 1024)


@pytest.mark.parametrize(
    ("offered", "used", "total", "busy"),
    [
        ("gpu:4", "gpu:(null):1(IDX:2)", {"gpu": 4}, {"gpu": 1}),
        ("gpu:4", "gpu:1(IDX:2)", {"gpu": 4}, {"gpu": 1}),
        ("gpu:a100:4(S:0-1)", "gpu:a100:3(IDX:0-2)", {"a100": 4}, {"a100": 3}),
        (
            "gpu:a100:2(S:0),gpu:v100:8(S:0-1)",
            "gpu:a100:1(IDX:0),gpu:v100:0(IDX:N/A)",
            {"a100": 2, "v100": 8},
            {"a100": 1, "v100": 0},
        ),
        (
            "gpu:1g.5gb:7(S:0),gpu:a100_3g.20gb:2",
            "gpu:1g.5gb:2(IDX:0,3),gpu:a100_3g.20gb:0(IDX:N/A)",
            {"1g.5gb": 7, "a100_3g.20gb": 2},
            {"1g.5gb": 2, "a100_3g.20gb": 0},
        ),
        (
            "gpu:a100:4,shard:a100:28",
            "gpu:a100:1(IDX:3),shard:a100:2(IDX:0-1)",
            {"a100": 4},
            {"a100": 3},
        ),
        (
            "gpu:a100:4,shard:a100:28",
            "gpu:a100:1(IDX:3),shard:a100:8(1/7,7/7,0/7,0/7)",
            {"a100": 4},
            {"a100": 3},
        ),
        ("gpu:no_consume:2,nic:1", "gpu:no_consume:0,nic:1", {"gpu": 2}, {"gpu": 0}),
        ("nic:a:4K", "nic:a:1K", {}, {}),
    ],
)
def test_gpus_are_counted_by_type_and_shared_ones_are_in_use(offered, used, total, busy):
    found = node(Gres=offered, GresUsed=used)
    assert (found.gpus_total, found.gpus_used) == (total, busy)


def test_shards_are_counted_where_slurm_counts_them():
    old = gres.read("gpu:a100:0(IDX:N/A),shard:a100:2(IDX:0-1)")
    new = gres.read("gpu:a100:0(IDX:N/A),shard:a100:8(1/7,7/7,0/7,0/7)")
    assert gres.shards_in_use(old) is None
    assert gres.shards_in_use(new) == 8
    assert gres.shards_in_use(gres.read("shard:a100:0(IDX:N/A)")) == 0
    assert gres.shards(gres.read("gpu:a100:4,shard:a100:28")) == 28


@pytest.mark.parametrize(
    ("offered", "used", "lost"),
    [
        ("gpu:a100:4,shard:a100:8", "gpu:a100:4(IDX:0-3),shard:a100:0(0/2,0/2,0/2,0/2)", 8),
        ("gpu:a100:4,shard:a100:8", "gpu:a100:1(IDX:3),shard:a100:3(1/2,2/2,0/2,0/2)", 2),
        ("gpu:a100:4,shard:a100:8", "gpu:a100:0(IDX:N/A),shard:a100:3(1/2,2/2,0/2,0/2)", 0),
        ("gpu:a100:4,gpu:v100:4,shard:a100:8", "gpu:a100:1(IDX:0),gpu:v100:4(IDX:4-7)", 2),
        ("gpu:4,shard:8", "gpu:3(IDX:0-2),shard:1(0/2,0/2,0/2,1/2)", 6),
        ("gpu:a100:4", "gpu:a100:4(IDX:0-3)", 0),
        ("shard:8", "shard:1", 0),
    ],
)
def test_the_shards_of_gpus_that_are_given_away_whole_are_told(offered, used, lost):
    assert node(Gres=offered, GresUsed=used).shards_given_away == lost


@pytest.mark.parametrize(
    ("text", "states", "takes_jobs"),
    [
        ("IDLE", {"IDLE"}, True),
        ("MIXED+PLANNED", {"MIXED", "PLANNED"}, True),
        ("IDLE+RESERVED", {"IDLE", "RESERVED"}, True),
        ("IDLE+CLOUD+POWERED_DOWN", {"IDLE", "CLOUD", "POWERED_DOWN"}, True),
        ("DOWN*", {"DOWN", "NOT_RESPONDING"}, False),
        ("IDLE*+DRAIN", {"IDLE", "NOT_RESPONDING", "DRAIN"}, False),
        ("ALLOCATED+MAINTENANCE", {"ALLOCATED", "MAINTENANCE"}, False),
        ("IDLE~", {"IDLE", "POWERED_DOWN"}, True),
    ],
)
def test_the_state_of_a_node_says_whether_it_takes_jobs(text, states, takes_jobs):
    found = node(State=text)
    assert found.states == states
    assert found.takes_jobs is takes_jobs


def test_an_operators_reason_overrides_no_field():
    found = node(Reason="bad State=IDLE NodeName=evil [root@2026-01-01T00:00:00]", State="DOWN")
    assert (found.name, found.states) == ("n1", {"DOWN"})
    assert found.reason == "bad State=IDLE NodeName=evil"


def test_recorded_partitions_are_read(recorded):
    cpu, gpu = scontrol.read_partitions(recorded("scontrol_partitions.txt"))
    assert (cpu.name, cpu.is_default, cpu.max_seconds, cpu.default_seconds) == (
        "cpu",
        True,
        28800,
        3600,
    )
    assert (gpu.nodes, gpu.state, gpu.allowed_accounts) == ("g[1-2]", "UP", None)


def test_lists_of_a_partition_are_read():
    text = (
        "PartitionName=p State=UP AllowAccounts=a,b DenyAccounts=c AllowQos=ALL MaxTime=UNLIMITED\n"
    )
    (found,) = scontrol.read_partitions(text)
    assert (found.allowed_accounts, found.denied_accounts) == (("a", "b"), ("c",))
    assert (found.allowed_qos, found.max_seconds) == (None, None)


def test_recorded_reservations_are_read(recorded):
    (found,) = scontrol.read_reservations(recorded("scontrol_reservations.txt"))
    assert (found.name, found.accounts, found.users, found.nodes) == (
        "course",
        ("course101",),
        (),
        "g1",
    )
    assert found.starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert not found.is_active


def test_no_reservations_are_said_in_words():
    assert scontrol.read_reservations("No reservations in the system\n") == ()


@pytest.mark.parametrize(
    "read", [scontrol.read_nodes, scontrol.read_partitions, scontrol.read_reservations]
)
@pytest.mark.parametrize("text", ["", "nonsense\n", "NodeName=", "Partition=x\n", "\x00\xff\n"])
def test_what_is_no_record_is_refused(read, text):
    with pytest.raises((ValueError, KeyError)):
        read(text)
