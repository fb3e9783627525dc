"""Nodes, queued jobs and past jobs for the estimate's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from officina_spawners.slurm.jobs import PastJob, QueuedJob
from officina_spawners.slurm.resources import Node

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def gpu_node(name: str, *, used: int = 4, gpus: int = 4, **more: object) -> Node:
    facts: dict[str, object] = {
        "name": name,
        "address": name,
        "states": frozenset({"MIXED"}),
        "partitions": ("gpu",),
        "gpus_total": {"a100": gpus},
        "gpus_used": {"a100": used},
        "cores_total": 64,
        "cores_used": used,
        "memory_mib_total": 256_000,
        "memory_mib_used": used * 1_024,
    }
    return Node(**{**facts, **more})


def queued(number: int, **more: object) -> QueuedJob:
    facts: dict[str, object] = {
        "id": str(number),
        "state": "PENDING",
        "reason": "Resources",
        "user": "ada",
        "account": "course101",
        "partition": "gpu",
        "name": "job",
        "comment": "",
        "qos": "normal",
        "priority": 1_000,
        "gpus": 1,
        "cores": 1,
        "nodes": 1,
        "limit_seconds": 120,
        "submitted_at": NOW,
        "restarts": 0,
        "reservation": "",
    }
    return QueuedJob(**{**facts, **more})


def on_node(number: int, node: str, *, since_seconds: float = 0, **more: object) -> QueuedJob:
    began = NOW - timedelta(seconds=since_seconds)
    return queued(number, state="RUNNING", reason="", node=node, starts_at=began, **more)


def past(
    used_seconds: int, *, limit_seconds: int | None = 120, user: str = "ada", partition: str = "gpu"
) -> PastJob:
    return PastJob(
        id="1",
        state="COMPLETED",
        user=user,
        account="course101",
        partition=partition,
        gpus=1,
        cores=1,
        nodes=1,
        limit_seconds=limit_seconds,
        elapsed_seconds=used_seconds,
        submitted_at=NOW,
        started_at=NOW,
        ended_at=NOW + timedelta(seconds=used_seconds),
    )
