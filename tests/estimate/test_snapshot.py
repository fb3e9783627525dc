"""What the simulation is told of a cluster."""

from __future__ import annotations

from queue_samples import NOW, gpu_node, on_node, queued

from officina_spawners.estimate import snapshot_of
from officina_spawners.estimate.snapshot import UNLIMITED_SECONDS, Place


def test_what_is_free_of_a_node_is_what_slurm_says():
    snapshot = snapshot_of([gpu_node("g1", used=3)], [], NOW)
    [machine] = snapshot.machines
    assert (machine.gpus, machine.cores, machine.memory_mib) == ({"a100": 1}, 61, 252_928)


def test_a_running_job_holds_its_part_of_its_node():
    jobs = [on_node(1, "g1", since_seconds=30), on_node(2, "g1", gpus=3, cores=3)]
    snapshot = snapshot_of([gpu_node("g1")], jobs, NOW)
    assert snapshot.running[0].places == (Place(0, "a100", 1, 1, 1_024),)
    assert snapshot.running[0].elapsed_seconds == 30
    assert snapshot.running[1].places == (Place(0, "a100", 3, 3, 3_072),)


def test_a_job_over_two_nodes_holds_the_node_that_nobody_else_explains():
    nodes = [gpu_node("g1"), gpu_node("g2"), gpu_node("g3")]
    jobs = [on_node(1, "g1", nodes=2, gpus=8, cores=8), on_node(2, "g2", gpus=4, cores=4)]
    wide = snapshot_of(nodes, jobs, NOW).running[1]
    assert [place.machine for place in wide.places] == [0, 2]
    assert {place.gpus for place in wide.places} == {4}


def test_those_who_wait_stand_in_slurms_order():
    jobs = [queued(3), queued(2), queued(1, priority=5), queued(4, priority=9_000)]
    assert [job.id for job in snapshot_of([], jobs, NOW).waiting] == ["4", "2", "3", "1"]


def test_who_waits_for_something_else_than_room_does_not_compete():
    reasons = ["Dependency", "AssocGrpGRESMinutes", "JobHeldUser", "BeginTime", "PartitionDown"]
    jobs = [queued(number, reason=reason) for number, reason in enumerate(reasons)]
    jobs.append(queued(9, reservation="course101"))
    assert snapshot_of([], jobs, NOW).waiting == ()


def test_a_closed_or_reserved_node_takes_nobody_but_its_jobs_end():
    nodes = [
        gpu_node("g1", states=frozenset({"MIXED", "DRAIN"})),
        gpu_node("g2", states=frozenset({"MIXED", "RESERVED"})),
    ]
    snapshot = snapshot_of(nodes, [on_node(1, "g1")], NOW)
    assert [machine.partitions for machine in snapshot.machines] == [(), ()]
    assert len(snapshot.running) == 1


def test_a_job_for_two_partitions_and_without_a_limit_is_understood():
    [job] = snapshot_of([], [queued(1, partition="gpu,debug", limit_seconds=None)], NOW).waiting
    assert job.shape.partitions == ("gpu", "debug")
    assert job.limit_seconds == UNLIMITED_SECONDS


def test_a_job_on_a_node_that_slurm_does_not_name_holds_nothing():
    [job] = snapshot_of([gpu_node("g1")], [on_node(1, "elsewhere")], NOW).running
    assert job.places == ()
