"""What a profile asks for and a batch system has no word for is told, not left out."""

from __future__ import annotations

import pytest

from officina_spawners.batch.needs import missing_programs
from officina_spawners.batch.sites import client_of
from officina_spawners.profiles import Cluster, Profile, misfits
from officina_spawners.profiles.misfits import LACKING
from officina_spawners.systems.client import SystemClient
from officina_spawners.systems.table import SYSTEMS


def told(client, **facts):
    profile = Profile.model_validate({"name": "p", "title": "P", "place": "slurm", **facts})
    clusters = [Cluster(name="c", client=client)]
    return [(each.keys, each.allowed) for each in misfits([profile], clusters, [])]


@pytest.mark.parametrize("client", sorted(SYSTEMS))
def test_a_class_of_service_is_told_to_be_slurms(client):
    ((keys, allowed),) = told(client, qos=["high"])
    assert keys == ("profiles", 0, "qos")
    assert f"client = '{client}'" in allowed


def test_slurm_has_words_for_all_of_it():
    assert told("commands", qos=["high"], gpus=1, gpu_type="a100", extension="always") == []


def test_what_a_system_has_is_taken():
    assert told("pbs", partition="gpu", gpus=1, nodes=2, reservations=["R12"]) == []
    assert told("lsf", partition="gpu", gpus=1, gpu_type="A100", nodes=2) == []
    assert told("htcondor", gpus=1, minutes=60) == []


def test_each_system_says_what_it_lacks_in_names_of_profiles():
    assert set(LACKING) == set(SYSTEMS)
    assert {name for names in LACKING.values() for name in names} <= set(Profile.model_fields)


def test_what_it_needs_of_the_hubs_machine_is_known_before_the_start(false_system, monkeypatch):
    cluster = Cluster(name="c", client=false_system.system.name, submit_prefix=["env"])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    absent = set(missing_programs(cluster).programs)
    assert absent == {path.name for path in false_system.bin.iterdir()}
    monkeypatch.setenv("PATH", f"{false_system.bin}:/usr/bin:/bin")
    assert missing_programs(cluster).programs == ()


@pytest.mark.parametrize("client", sorted(SYSTEMS))
def test_a_cluster_of_it_is_spoken_to_by_its_commands(client, monkeypatch):
    for name in SYSTEMS[client].variables:
        monkeypatch.setenv(name, "/etc/of-the-site")
    found = client_of(Cluster(name="c", client=client))
    assert isinstance(found, SystemClient)
    assert (found.name, found.system.name) == ("c", client)
    given = found.commands.environment
    assert {given[name] for name in SYSTEMS[client].variables} == {"/etc/of-the-site"}
