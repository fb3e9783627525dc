"""Futures played from small queues, where everybody can work out what must come."""

from __future__ import annotations

from queue_samples import NOW, gpu_node, on_node, queued

from officina_spawners.estimate import Wish, snapshot_of
from officina_spawners.estimate.simulator import Asked, Future, Span
from officina_spawners.estimate.snapshot import shape_of

WEEK = 604_800.0


def starts(nodes, jobs, *, used=None, wishes=(), horizon=WEEK):
    """Each waiting job's start by its number, then the wishes'; all run to their limits."""
    used = used or {}
    snapshot = snapshot_of(nodes, jobs, NOW)
    running_ids = [j.id for j in sorted(jobs, key=_as_snapshot) if j.is_running]
    running = [
        Span(job.limit_seconds - job.elapsed_seconds, used.get(name, job.limit_seconds))
        for name, job in zip(running_ids, snapshot.running, strict=True)
    ]
    waiting = [Span(j.limit_seconds, used.get(j.id, j.limit_seconds)) for j in snapshot.waiting]
    asked = [Asked(shape_of(wish), wish.limit_seconds) for wish in wishes]
    future = Future(snapshot, running, waiting)
    began, granted = future.starts(range(len(waiting)), asked, horizon=horizon)
    return {snapshot.waiting[order].id: at for order, at in began.items()}, granted


def _as_snapshot(job):
    return (job.nodes, -job.priority, int(job.id))


def test_free_gpus_are_given_at_once_in_order():
    began, _ = starts([gpu_node("g1", used=2)], [queued(1), queued(2), queued(3)])
    assert began["1"] == began["2"] == 0
    assert began["3"] == 120


def test_several_gpus_of_one_node_come_free_one_by_one():
    jobs = [on_node(n, "g1", limit_seconds=100 * n) for n in (1, 2, 3, 4)]
    began, _ = starts([gpu_node("g1")], [*jobs, *(queued(n) for n in (5, 6, 7, 8))])
    assert began == {"5": 100, "6": 200, "7": 220, "8": 300}


def test_two_gpus_must_be_free_on_the_same_node():
    nodes = [gpu_node("g1", used=3), gpu_node("g2", used=3)]
    jobs = [on_node(1, "g1", limit_seconds=500), queued(2, gpus=2)]
    assert starts(nodes, jobs)[0] == {"2": 500}


def test_the_type_of_gpu_counts():
    nodes = [gpu_node("g1", used=0, gpus_total={"v100": 4}, gpus_used={}), gpu_node("g2")]
    wishes = [Wish(partition="gpu", gpus=1, gpu_type=kind) for kind in ("v100", "a100", "h100")]
    jobs = [on_node(1, "g2", gpus=4, limit_seconds=300)]
    assert starts(nodes, jobs, wishes=wishes)[1] == {0: 0, 1: 300}


def test_cores_and_memory_count_too():
    nodes = [gpu_node("g1", used=0, cores_used=60, memory_mib_used=255_000)]
    wishes = [
        Wish(partition="gpu", cores=4),
        Wish(partition="gpu", cores=5),
        Wish(partition="gpu", memory_mib=1_000),
        Wish(partition="gpu", memory_mib=1_001),
    ]
    assert set(starts(nodes, [], wishes=wishes)[1]) == {0, 2}


def test_another_partition_is_another_queue():
    nodes = [gpu_node("g1"), gpu_node("d1", used=0, partitions=("debug",))]
    jobs = [on_node(1, "g1", gpus=4, limit_seconds=900), queued(2)]
    wishes = [Wish(partition="debug", gpus=1), Wish(partition="gpu", gpus=4)]
    assert starts(nodes, jobs, wishes=wishes)[1] == {0: 0, 1: 1_020}


def test_a_higher_priority_goes_first():
    jobs = [on_node(1, "g1", gpus=4, limit_seconds=60), queued(2, gpus=4)]
    began, _ = starts([gpu_node("g1")], [*jobs, queued(3, gpus=4, priority=9_999)])
    assert began == {"3": 60, "2": 180}


def test_a_small_job_is_filled_in_where_it_delays_nobody():
    jobs = [on_node(1, "g1", gpus=2, cores=2, limit_seconds=600), queued(2, gpus=4)]
    short, long = queued(3, limit_seconds=600), queued(4, limit_seconds=601)
    began, _ = starts([gpu_node("g1", used=2)], [*jobs, short, long])
    assert began == {"3": 0, "2": 600, "4": 720}


def test_small_jobs_do_not_keep_a_large_one_waiting_for_ever():
    running = [on_node(n, "g1", limit_seconds=100 * n) for n in (1, 2, 3, 4)]
    many = [queued(n, limit_seconds=1_000) for n in range(10, 60)]
    began, _ = starts([gpu_node("g1")], [*running, queued(5, gpus=4, priority=9_999), *many])
    assert began["5"] == 400


def test_what_a_reservation_kept_is_used_as_soon_as_it_is_over():
    nodes = [gpu_node("g1", used=0, gpus=1), gpu_node("g2", gpus=2, used=2)]
    jobs = [on_node(1, "g2", gpus=2, cores=2, limit_seconds=100), queued(2, gpus=2)]
    began, _ = starts(nodes, [*jobs, queued(3, limit_seconds=500), queued(4, limit_seconds=500)])
    assert began == {"2": 100, "3": 0, "4": 220}


def test_a_job_over_several_nodes_waits_until_enough_are_free():
    nodes = [gpu_node("g1"), gpu_node("g2"), gpu_node("g3")]
    jobs = [on_node(n, f"g{n}", gpus=4, limit_seconds=100 * n) for n in (1, 2, 3)]
    assert starts(nodes, [*jobs, queued(4, gpus=8, nodes=2)])[0] == {"4": 200}


def test_an_early_end_lets_everybody_start_earlier():
    jobs = [on_node(1, "g1", gpus=4, limit_seconds=3_600), queued(2, gpus=4), queued(3, gpus=4)]
    began, _ = starts([gpu_node("g1")], jobs, used={"1": 10, "2": 5})
    assert began == {"2": 10, "3": 15}


def test_wishes_take_nothing_from_each_other_nor_from_the_queue():
    jobs = [on_node(1, "g1", gpus=4, limit_seconds=100), queued(2, gpus=2)]
    wishes = [Wish(partition="gpu", gpus=2)] * 3
    began, granted = starts([gpu_node("g1")], jobs, wishes=wishes)
    assert began == {"2": 100}
    assert granted == {0: 100, 1: 100, 2: 100}


def test_what_can_never_be_had_is_not_promised():
    wishes = [
        Wish(partition="gpu", gpus=5),
        Wish(partition="nosuch"),
        Wish(partition="gpu", nodes=2),
    ]
    jobs = [queued(1, gpus=64), queued(2, partition="nosuch"), on_node(3, "g1", gpus=4)]
    assert starts([gpu_node("g1")], jobs, wishes=wishes) == ({}, {})


def test_what_begins_beyond_the_horizon_is_not_promised():
    jobs = [on_node(1, "g1", gpus=4, limit_seconds=1_000), queued(2, gpus=4)]
    assert starts([gpu_node("g1")], jobs, horizon=999) == ({}, {})


def test_use_that_no_job_explains_lasts():
    wishes = [Wish(partition="gpu", gpus=1)]
    assert starts([gpu_node("g1", used=4)], [], wishes=wishes) == ({}, {})
