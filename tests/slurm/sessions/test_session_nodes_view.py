"""What is elsewhere on the nodes than on the hub's machine reaches the job as the nodes have it."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from session_house import SessionHouse

import officina_widgets

pytestmark = pytest.mark.slurm

PORTAL = "https://hub.example.org/services/officina"


@pytest.fixture
def told(house: SessionHouse) -> Iterator[Callable[..., None]]:
    """The hub with these facts of its cluster; it is as before afterwards."""

    def tell(**facts: str) -> None:
        cluster = {"name": "test", "slurm_conf": str(house.cluster.conf)}
        house.restart_hub(clusters=[{**cluster, **facts}])

    yield tell
    house.clear()
    house.restart_hub()


@pytest.fixture
def config_of_the_nodes(commands: Path) -> Iterator[Path]:
    """Officina's configuration in a folder that only the nodes have."""
    ours = Path(officina_widgets.__file__).parent / "jupyter_config" / "learner"
    folder = commands / "config-of-the-nodes"
    shutil.copytree(ours, folder)
    yield folder
    shutil.rmtree(folder)


def test_a_job_is_told_where_its_nodes_find_things(house, told):
    told(portal_url=f"{PORTAL}/", jupyter_config="/opt/officina/config")
    house.ask()
    house.ready()
    assert house.look("environment") == {
        "JUPYTER_CONFIG_PATH": "/opt/officina/config",
        "OFFICINA_PORTAL_URL": PORTAL,
    }


def test_without_that_a_job_is_told_what_the_hub_says(house):
    house.ask()
    house.ready()
    assert house.look("environment") == dict.fromkeys(
        ["JUPYTER_CONFIG_PATH", "OFFICINA_PORTAL_URL"]
    )


def test_jupyterlab_has_officina_by_the_configuration_of_its_node_and_knows_its_nodes(
    house, told, config_of_the_nodes
):
    told(jupyter_config=str(config_of_the_nodes))
    house.ask("several", environment="here")
    house.hub.progress(house.user)
    request = urllib.request.Request(
        f"http://127.0.0.1:{house.hub.proxy_port}/user/{house.user}/officina/session",
        headers={"Authorization": f"token {house.hub.token}"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        assert json.load(reply)["nodes"] == ["g1", "g2"]


def test_programs_reach_all_nodes_of_a_session(house):
    house.ask("several")
    house.ready()
    assert house.record_node() == "g1"
    assert sorted(house.look("everywhere")) == ["g1", "g2"]
