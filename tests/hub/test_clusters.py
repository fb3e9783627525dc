"""Clusters of factory.toml on a machine with, without and with a silent Slurm."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from traitlets.config import Config

import officina_hub
from officina_hub.data_folder import DataFolder
from officina_hub.errors import StartError
from officina_hub.factory import Factory
from officina_hub.up.clusters import check_programs, cluster_checks
from officina_hub.up.layout import make_folder
from officina_hub.up.preflight import preflight
from officina_spawners.batch.sites import client_of
from officina_spawners.profiles import Cluster
from officina_spawners.slurm.rest import RestClient

CLUSTER = '[[clusters]]\nname = "north"\n'
PROFILE = '[[profiles]]\nname = "gpu"\ntitle = "GPU"\nplace = "slurm"\npartition = "{}"\n'
PROGRAMS = ("squeue", "sacct", "sshare", "sbatch", "scancel", "setpriv", "sudo")
PARTITION = "PartitionName=gpu AllowGroups=ALL AllowAccounts=ALL AllowQos=ALL Default=YES "
PARTITION += "DefaultTime=NONE MaxTime=UNLIMITED Nodes=g1 State=UP"


@pytest.fixture
def path(tmp_path, monkeypatch) -> Path:
    """The only folder of programs, empty so far."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("SLURM_JWT", raising=False)
    return folder


@pytest.fixture
def data(tmp_path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    make_folder(folder)
    return folder


def add(folder: Path, name: str, script: str = "exit 0") -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def slurm_that(folder: Path, says: str) -> None:
    for name in PROGRAMS:
        add(folder, name)
    add(folder, "scontrol", says)


def factory(**cluster: object) -> Factory:
    return Factory.model_validate(
        {
            "clusters": [{"name": "north", **cluster}],
            "profiles": [{"name": "gpu", "title": "G", "place": "slurm", "partition": "gpu"}],
        }
    )


def test_a_hub_with_a_cluster_and_no_commands_is_not_configured(data, path):
    data.factory_toml.write_text(CLUSTER)
    with pytest.raises(StartError, match="north") as caught:
        officina_hub.configure(Config(), data.factory_toml)
    assert "squeue, scontrol, sacct, sshare, sbatch, scancel" in caught.value.happened
    assert str(path) in caught.value.happened
    assert "neither ask Slurm" in caught.value.matters
    assert "apt-get install slurm-client" in caught.value.way_out


def test_a_hub_with_all_commands_is_configured(data, path):
    slurm_that(path, "exit 0")
    data.factory_toml.write_text(CLUSTER)
    c = Config()
    officina_hub.configure(c, data.factory_toml)
    assert [each["name"] for each in c.OfficinaSpawner.clusters] == ["north"]


def test_a_hub_without_clusters_needs_no_commands(data, path):
    officina_hub.configure(Config(), data.factory_toml)
    assert not list(path.iterdir())


def test_only_what_the_cluster_needs_is_missed(path):
    slurm_that(path, "exit 0")
    (path / "sacct").unlink()
    check_programs(factory(has_accounting=False))
    with pytest.raises(StartError, match=r"this machine: sacct \("):
        check_programs(factory())


def test_the_command_that_becomes_the_person_is_needed_too(path):
    slurm_that(path, "exit 0")
    with pytest.raises(StartError, match=r"this machine: doas \("):
        check_programs(factory(submit_prefix=["doas", "-u", "{user}"]))


def test_slurmrestd_needs_commands_only_where_it_has_no_token(path, monkeypatch):
    rest = {"client": "slurmrestd", "slurmrestd_url": "unix:/nowhere"}
    with pytest.raises(StartError, match=r"this machine: sbatch, scancel, \w+ \("):
        check_programs(factory(**rest))
    check_programs(factory(**rest, slurmrestd_token_file="/nowhere"))
    monkeypatch.setenv("SLURM_JWT", "token")
    check_programs(factory(**rest))


WANTED = {
    "pbs": ("PBS", "qstat, qsub, qdel, install, dd, rm", "PBS_CONF_FILE"),
    "torque": ("Torque", "qstat, qsub, qdel, install, dd, rm", "server_name"),
    "lsf": ("LSF", "bjobs, bsub, bkill, install, dd, rm", "profile.lsf"),
    "htcondor": (
        "HTCondor",
        "condor_q, condor_history, condor_submit, condor_rm, install, dd, rm",
        "CONDOR_CONFIG",
    ),
}


@pytest.mark.parametrize("client", WANTED)
def test_each_other_batch_system_says_which_of_its_own_commands_are_missing(data, path, client):
    title, programs, advice = WANTED[client]
    with pytest.raises(StartError) as caught:
        check_programs(factory(client=client, submit_prefix=["doas"]))
    said = f"{caught.value.happened} {caught.value.matters} {caught.value.way_out}"
    assert f"this machine: {programs}, doas (" in caught.value.happened
    assert f"neither ask {title}" in caught.value.matters
    assert advice in caught.value.way_out
    assert "Install doas" in caught.value.way_out
    assert "batch-systems.md" in said
    assert "Slurm" not in said
    data.factory_toml.write_text(f'{CLUSTER}client = "{client}"\n')
    found = {each.name: each.state for each in preflight(data, 8000)}
    assert found[title] == "error"


def test_where_only_the_prefix_is_missing_nobody_is_sent_for_slurms_commands(path):
    slurm_that(path, "exit 0")
    with pytest.raises(StartError) as caught:
        check_programs(factory(submit_prefix=["doas", "-u", "{user}"]))
    assert caught.value.way_out.startswith("Install doas")
    assert "slurm-client" not in caught.value.way_out


def test_another_batch_system_that_is_silent_is_told_with_its_own_command_to_try(path):
    for name in ("qstat", "qsub", "qdel", "install", "dd", "rm", "doas"):
        add(path, name, 'echo "qstat: cannot connect to server" >&2; exit 111')
    (found,) = cluster_checks(factory(client="pbs", submit_prefix=["doas"]))
    assert found.state == "warning"
    assert "Try `qstat -f -F json` with the Hub's account" in found.message
    assert "PBS_SERVER" in found.message
    assert "squeue" not in found.message


def test_the_client_that_the_file_names_is_used(tmp_path):
    token = tmp_path / "token"
    token.write_text("SLURM_JWT=secret\n")
    cluster = Cluster(
        name="far",
        client="slurmrestd",
        slurmrestd_url="https://slurm.example.org:6820",
        slurmrestd_token_file=str(token),
    )
    client = client_of(cluster)
    assert isinstance(client, RestClient)
    assert client.door.token is not None
    assert client.door.token() == "secret"


def test_a_slurm_that_answers_is_right(path):
    slurm_that(path, f'echo "{PARTITION}"')
    (found,) = cluster_checks(factory())
    assert (found.name, found.state) == ("cluster north", "ok")
    assert "partitions: gpu" in found.message


def test_a_slurm_that_keeps_its_queue_to_itself_is_a_note(path):
    slurm_that(path, f'echo "{PARTITION}"')
    add(path, "squeue", 'echo "slurm_load_jobs error: Unable to contact" >&2; exit 1')
    (found,) = cluster_checks(factory())
    assert (found.state, "Unable to contact" in found.message) == ("warning", True)


def test_a_silent_slurm_is_a_note_and_no_hindrance(path):
    slurm_that(path, 'echo "Unable to contact slurm controller" >&2; exit 1')
    (found,) = cluster_checks(factory())
    assert found.state == "warning"
    assert "Unable to contact" in found.message
    assert "sessions on north wait" in found.message


def test_a_partition_that_slurm_does_not_know_is_told_with_its_profile(path):
    slurm_that(path, f'echo "{PARTITION.replace("=gpu", "=gpu-a")}"')
    (found,) = cluster_checks(factory())
    assert found.state == "warning"
    assert "no partition gpu of the profile gpu; it shows gpu-a" in found.message


def test_the_check_before_a_start_tells_what_is_missing(data, path):
    data.factory_toml.write_text(CLUSTER + PROFILE.format("gpu"))
    found = {each.name: each for each in preflight(data, 8000)}
    assert found["Slurm"].state == "error"
    assert "squeue" in found["Slurm"].message
    assert "cluster north" not in found


def test_the_check_before_a_start_asks_each_cluster(data, path):
    slurm_that(path, f'echo "{PARTITION}"')
    data.factory_toml.write_text(CLUSTER + PROFILE.format("cpu"))
    found = {each.name: each for each in preflight(data, 8000)}
    assert found["Slurm"].state == "ok"
    assert "no partition cpu" in found["cluster north"].message


def test_a_wrong_file_is_told_once(data):
    data.factory_toml.write_text(CLUSTER + "client = 1\n")
    found = {each.name: each.state for each in preflight(data, 8000)}
    assert found["factory.toml"] == "error"
    assert found.keys().isdisjoint({"database driver", "Slurm", "cluster north"})
