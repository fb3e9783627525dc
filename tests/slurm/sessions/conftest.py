"""One hub on the run's cluster for all tests of sessions; those that kill it start it again."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from real_hub import RealHub
from session_house import SessionHouse
from slurm_cluster import Cluster

CONFIG = Path(__file__).parent.parent / "hub" / "hub_config.py"


@pytest.fixture(scope="session")
def commands() -> Iterator[Path]:
    """A folder that comes first on the hub's PATH, and that learners reach, too."""
    folder = Path(tempfile.mkdtemp(prefix="officina-commands.", dir="/var/tmp"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def session_hub(
    cluster: Cluster, commands: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealHub]:
    made = RealHub(
        tmp_path_factory.mktemp("hub"),
        CONFIG,
        {"TEST_SLURM_CONF": str(cluster.conf), "PATH": f"{commands}:{os.environ['PATH']}"},
    )
    for user in cluster.plan.users:
        made.api("POST", f"users/{user}")
    yield made
    made.close()


@pytest.fixture(scope="session")
def short_session(session_hub: RealHub, cluster: Cluster, commands: Path) -> Iterator[SessionHouse]:
    """One minute, which is the shortest for Slurm, runs out while the other tests do."""
    house = SessionHouse(session_hub, cluster, cluster.plan.users[1], commands)
    house.clear()
    house.ask(minutes=1)
    yield house
    house.clear()


@pytest.fixture
def house(session_hub: RealHub, cluster: Cluster, commands: Path) -> Iterator[SessionHouse]:
    """The first user's sessions; nothing of them is left afterwards."""
    made = SessionHouse(session_hub, cluster, cluster.plan.users[0], commands)
    made.clear()
    yield made
    made.clear()


@pytest.fixture
def neighbour(session_hub: RealHub, cluster: Cluster, commands: Path) -> Iterator[SessionHouse]:
    """The second user's."""
    made = SessionHouse(session_hub, cluster, cluster.plan.users[1], commands)
    made.clear()
    yield made
    made.clear()


@pytest.fixture
def opened(cluster: Cluster) -> Iterator[Callable[[], None]]:
    """Open the closed partition, so that what waits there starts; it is closed again afterwards."""

    def set_state(state: str) -> None:
        cluster.run("scontrol", "update", "partitionname=closed", f"state={state}")

    yield lambda: set_state("up")
    set_state("down")
