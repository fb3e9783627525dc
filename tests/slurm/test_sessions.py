"""Sessions on a real cluster through a real hub: started, found again, ended."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_hub import RealHub
from slurm_cluster import Cluster
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm
CONFIG = Path(__file__).parent / "hub" / "hub_config.py"


@pytest.fixture
def hub(cluster: Cluster, learner: str, tmp_path: Path) -> Iterator[RealHub]:
    made = RealHub(tmp_path, CONFIG, {"TEST_SLURM_CONF": str(cluster.conf)})
    made.api("POST", f"users/{learner}")
    yield made
    made.close()


def our_jobs(cluster: Cluster) -> list[list[str]]:
    """Number, state and comment of each job that is not over."""
    listed = cluster.run("squeue", "-h", "-o", "%i|%T|%k").stdout
    rows = [row.split("|") for row in listed.splitlines()]
    return [row for row in rows if row[2].startswith("officina:")]


def test_a_session_starts_on_a_gpu_and_stops(hub, cluster, learner):
    hub.api("POST", f"users/{learner}/server", {"user_options": {"profile": "gpu"}})
    events = hub.progress(learner)
    assert events[-1].get("ready"), (events, (hub.data / "hub.log").read_text()[-3000:])
    assert hub.session_answers(learner)
    assert [row[1] for row in our_jobs(cluster)] == ["RUNNING"]
    hub.api("DELETE", f"users/{learner}/server")
    eventually(lambda: not our_jobs(cluster), seconds=20)
    assert not list((hub.data / "run" / "sessions" / "jobs").iterdir())
