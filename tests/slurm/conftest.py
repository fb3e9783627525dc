"""A real Slurm for the whole run, and small ones for tests that stop them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from slurm_clients import KINDS, command_client, rest_client
from slurm_cluster import (
    Cluster,
    MissingPackagesError,
    NotRootError,
    Plan,
    forget,
    start,
)
from slurm_jobs import Jobs
from slurm_rest import enable_tokens, slurmrestd, token

from officina_spawners.slurm.client import SlurmClient

# Names of this run only: another run beside it must not lose its users.
USERS = (f"aif-t{os.getpid()}a", f"aif-t{os.getpid()}b")


@contextlib.contextmanager
def running(plan: Plan) -> Iterator[Cluster]:
    """A cluster in a folder of its own, gone afterwards with users and files."""
    folder = Path(tempfile.mkdtemp(prefix="officina-slurm-test.", dir="/var/tmp"))
    try:
        yield start(folder, plan)
    except (NotRootError, MissingPackagesError) as error:
        if os.environ.get("OFFICINA_TEST_WITHOUT_SLURM") == "1":
            pytest.skip(f"{error} (OFFICINA_TEST_WITHOUT_SLURM=1)")
        pytest.fail(f"{error} Without these tests: OFFICINA_TEST_WITHOUT_SLURM=1", pytrace=False)
    finally:
        if found := Cluster.at(folder):
            forget(found)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One CPU node, two GPU nodes, accounting, limits of memory and two users, for all tests."""
    with running(Plan(gpu_nodes=2, users=USERS, memory_limits=True)) as cluster:
        yield cluster


@pytest.fixture
def small_cluster() -> Iterator[Cluster]:
    """The quickest one, for a test that stops it."""
    with running(Plan(gpu_nodes=1, accounting=False, users=(f"{USERS[0]}s",))) as cluster:
        yield cluster


@pytest.fixture
def learner(cluster: Cluster) -> Iterator[str]:
    """A user of the cluster, whose jobs are cancelled after the test."""
    yield USERS[0]
    cluster.run("scancel", f"--user={USERS[0]}")


@pytest.fixture
def jobs(cluster: Cluster, learner: str) -> Jobs:
    """The learner's jobs."""
    return Jobs(cluster, learner)


@pytest.fixture(scope="session")
def timed_out(cluster: Cluster) -> str:
    """A job of one minute, Slurm's shortest, which runs out while other tests run."""
    user = f"aif-t{os.getpid()}t"
    cluster.add_user(user)
    return Jobs(cluster, user).submit("-p", "cpu", "-t", "1", script="sleep 600")


@pytest.fixture(scope="module")
def rest_token(cluster: Cluster) -> str:
    """A token for slurmrestd, which the cluster does not take before."""
    enable_tokens(cluster)
    return token(cluster)


@pytest.fixture(scope="module")
def rest_address(
    cluster: Cluster, rest_token: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where a slurmrestd listens."""
    log = tmp_path_factory.mktemp("slurmrestd") / "log"
    with slurmrestd(cluster, log) as address:
        yield address


@pytest.fixture(params=KINDS)
def client(
    request: pytest.FixtureRequest, cluster: Cluster, rest_address: str, rest_token: str
) -> SlurmClient:
    """Each of the two ways to speak with the same cluster."""
    if request.param == "commands":
        return command_client(cluster)
    return rest_client(cluster, rest_address, rest_token)


@pytest.fixture
def clients(cluster: Cluster, rest_address: str, rest_token: str) -> tuple[SlurmClient, ...]:
    """Both at once, where what they are asked about takes its time."""
    return command_client(cluster), rest_client(cluster, rest_address, rest_token)


@pytest.fixture
def other_learner(cluster: Cluster) -> Iterator[str]:
    """A second user, whose jobs are cancelled after the test."""
    yield USERS[1]
    cluster.run("scancel", f"--user={USERS[1]}")
