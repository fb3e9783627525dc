"""With ``internal_ssl`` hub and session speak TLS, and each knows who the other is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from slurm_cluster import Cluster
from slurm_jobs import eventually
from tls_hub import TlsHub

pytestmark = pytest.mark.slurm
CONFIG = Path(__file__).parent.parent / "hub" / "tls_hub_config.py"


@pytest.fixture(scope="module")
def tls_hub(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsHub]:
    made = TlsHub(
        tmp_path_factory.mktemp("tls-hub"),
        CONFIG,
        {"TEST_SLURM_CONF": str(cluster.conf), "PATH": os.environ["PATH"]},
    )
    made.api("POST", f"users/{cluster.plan.users[0]}")
    yield made
    made.close()


@pytest.fixture
def running(tls_hub: TlsHub, cluster: Cluster) -> Iterator[None]:
    """A real JupyterLab on a GPU node."""
    user = cluster.plan.users[0]
    tls_hub.api("POST", f"users/{user}/server", {"user_options": {"profile": "gpu"}})

    eventually(lambda: tls_hub.is_ready(user), seconds=150)
    yield
    tls_hub.api("DELETE", f"users/{user}/server")
    eventually(lambda: not tls_hub.api("GET", f"users/{user}")["servers"], seconds=60)


def test_a_session_answers_whom_the_hub_vouches_for_and_keeps_its_key_to_itself(
    tls_hub: TlsHub, cluster: Cluster, running: None
) -> None:
    user = cluster.plan.users[0]
    tls_hub.opens_to_certificates_only(user)
    _shows_its_key_nowhere(tls_hub, cluster, user)


def _shows_its_key_nowhere(tls_hub: TlsHub, cluster: Cluster, user: str) -> None:
    jobs = cluster.run("squeue", "-h", f"--user={user}", "-o", "%i").stdout.split()
    assert len(jobs) == 1
    shown = cluster.run("scontrol", "show", "job", "-dd", jobs[0]).stdout
    assert "PRIVATE KEY" not in shown
    assert "PRIVATE KEY" not in (tls_hub.data / "hub.log").read_text()
    home = Path("~" + user).expanduser()
    assert not [p for p in home.rglob("*") if p.is_file() and b"PRIVATE KEY" in p.read_bytes()]
    [server] = [
        each
        for each in psutil.process_iter(["username", "environ", "cmdline"])
        if each.info["username"] == user
        and "officina_widgets.singleuser" in (each.info["cmdline"] or ())
        and "-I" not in each.info["cmdline"]  # the launcher's helper, which stays beside it
    ]
    environment = server.info["environ"]
    assert "PRIVATE KEY" not in "".join(environment.values())
    key = Path(environment["JUPYTERHUB_SSL_KEYFILE"])
    assert key.stat().st_mode & 0o077 == 0
    assert "PRIVATE KEY" in key.read_text()
