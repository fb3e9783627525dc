"""A session on the real cluster knows its end, gets more time, and goes on as a batch job."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from real_hub import RealHub
from session_house import SessionHouse
from slurm_cluster import Cluster
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm
CONFIG = Path(__file__).parent.parent / "hub" / "limits_config.py"


@pytest.fixture
def limited(cluster: Cluster, commands: Path, tmp_path: Path) -> Iterator[SessionHouse]:
    """A hub of its own."""
    more = {"TEST_SLURM_CONF": str(cluster.conf), "PATH": f"{commands}:{os.environ['PATH']}"}
    hub = RealHub(tmp_path, CONFIG, more)
    made = SessionHouse(hub, cluster, cluster.plan.users[0], commands)
    hub.api("POST", f"users/{made.user}")
    yield made
    made.clear()
    hub.close()


def ask(house: SessionHouse, path: str, body: object = None, *, method: str = "GET") -> Any:
    """What the session's own server says to its owner."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{house.hub.proxy_port}/user/{house.user}/officina/session{path}",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"token {house.hub.token}"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def limit_of(house: SessionHouse, job: str) -> str:
    return house.cluster.run("squeue", "-h", "-j", job, "-o", "%l").stdout.strip()


def put_notebook(house: SessionHouse) -> Path:
    """In the learner's home, as the learner's own."""
    source = "import os; print('GPU', os.environ['CUDA_VISIBLE_DEVICES'], epochs)"
    secret = "print(sorted(name for name in os.environ if 'JUPYTERHUB' in name))"
    settings = nbformat.v4.new_code_cell("epochs = 1", metadata={"tags": ["parameters"]})
    cells = [settings, *map(nbformat.v4.new_code_cell, (source, secret))]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = house.home / "train.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), path)
    owner = house.home.stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    return path


def test_session_lives_with_its_limits(limited: SessionHouse):
    limited.ask("gpu", minutes=20)
    events = limited.hub.progress(limited.user)
    assert events[-1].get("ready"), (events, limited.log[-3000:])
    session = limited.job().id
    told_its_end(limited)
    given_more_time(limited, session)
    goes_on_as_a_batch_job(limited)


def told_its_end(house: SessionHouse) -> None:
    # By itself it asks the Hub once a minute, and the Hub may not know it when it asks first.
    eventually(lambda: ask(house, "/again")["extension_minutes"] == 60, seconds=100)
    told = ask(house, "")
    assert 0 < told["seconds_left"] <= 1200
    assert told["idle"]["minutes"] == 90
    assert told["batch"] == {"missing": "", "gpus": 1}


def given_more_time(house: SessionHouse, session: str) -> None:
    assert limit_of(house, session) == "20:00"
    given = ask(house, "/extend", method="POST")
    assert given["added_minutes"] == 60
    assert 4200 < given["seconds_left"] <= 4800
    assert limit_of(house, session) == "1:20:00"


def goes_on_as_a_batch_job(house: SessionHouse) -> None:
    notebook = put_notebook(house)
    wish = {"minutes": 5, "gpus": 1, "parameters": {"epochs": 3}}
    made = ask(house, "/batch", {"path": notebook.name, "wish": wish}, method="POST")
    output, log = notebook.with_name(made["output"]), notebook.with_name(made["log"])
    eventually(lambda: ended(house, made["job"]), seconds=90)
    assert output.is_file(), log.read_text()
    printed = [cell.outputs[0].text for cell in nbformat.read(output, as_version=4).cells[-2:]]
    assert printed[0].startswith("GPU ")
    assert printed[0].endswith(" 3\n")
    assert printed[1] == "[]\n", "the session's token stays in the session"
    assert output.stat().st_uid == house.home.stat().st_uid
    assert not list((house.home / ".officina/batch").iterdir())


def ended(house: SessionHouse, job: str) -> bool:
    state = house.cluster.run("sacct", "-X", "-n", "-P", "-j", job, "-o", "State").stdout.strip()
    return state not in {"", "PENDING", "RUNNING"}
