"""Plans and the configuration files made of them, without any daemon."""

from __future__ import annotations

from pathlib import Path

import pytest
from slurm_cluster.command_line import main
from slurm_cluster.config_files import gres_conf, slurm_conf
from slurm_cluster.errors import ClusterError
from slurm_cluster.facts import Facts
from slurm_cluster.host import Host, choose_host
from slurm_cluster.layout import Layout
from slurm_cluster.plan import Plan

HOST = Host("host", on_loopback=True, renamed=False)
LAYOUT = Layout(Path("/var/tmp/x"))


def test_each_node_listens_on_a_port_of_its_own():
    facts = Facts(Plan(cpu_nodes=2, gpu_nodes=3, emulated=4), "x", HOST, 12_000)
    assert sorted(facts.node_ports.values()) == list(range(12_002, 12_011))
    assert facts.last_port == 12_010


def test_shards_stand_beside_the_gpus_they_are_parts_of():
    facts = Facts(Plan(gpu_nodes=1, shards=28), "x", HOST, 12_000)
    assert "Gres=gpu:a100:4,shard:28" in slurm_conf(facts, LAYOUT)
    assert "NodeName=g1 Name=shard Count=28" in gres_conf(facts, LAYOUT)


def test_only_where_the_hosts_name_does_not_lead_to_loopback_are_daemons_told_another(monkeypatch):
    monkeypatch.setattr("socket.gethostbyname", {"here": "127.0.0.1"}.__getitem__)
    monkeypatch.setattr("socket.gethostname", lambda: "here.example.org")
    assert choose_host() == Host("here", on_loopback=True, renamed=False)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_host_on_the_network_is_renamed_where_that_is_allowed(monkeypatch, allowed):
    addresses = {"there": "192.0.2.7", "localhost": "127.0.0.1"}
    monkeypatch.setattr("socket.gethostbyname", addresses.__getitem__)
    monkeypatch.setattr("socket.gethostname", lambda: "there")
    monkeypatch.setattr("slurm_cluster.host.may_rename", lambda: allowed)
    name = "localhost" if allowed else "there"
    assert choose_host() == Host(name, on_loopback=allowed, renamed=allowed)
    conf = slurm_conf(Facts(Plan(), "x", choose_host(), 12_000), LAYOUT)
    assert ("NoInAddrAny" in conf) is allowed


def test_without_accounting_no_limit_is_enforced():
    facts = Facts(Plan(accounting=False), "x", HOST, 12_000)
    assert "AccountingStorageEnforce" not in slurm_conf(facts, LAYOUT)


def test_facts_come_back_from_their_file_as_they_were(tmp_path):
    facts = Facts(Plan(users=("aif-a",)), "x", HOST, 12_000)
    facts.write(Layout(tmp_path))
    assert Facts.read(Layout(tmp_path)) == facts


@pytest.mark.parametrize(
    "wishes", [{"gpu_nodes": 0}, {"shards": 7}, {"users": ("-r",)}, {"users": ("a b",)}]
)
def test_a_plan_that_slurm_would_refuse_is_refused_before(wishes):
    with pytest.raises(ClusterError):
        Plan(**wishes)


def test_a_folder_without_a_cluster_is_told_in_a_sentence(tmp_path, capsys):
    assert main(["status", "--folder", str(tmp_path)]) == 1
    assert f"There is no cluster in {tmp_path}" in capsys.readouterr().err


def test_a_damaged_facts_file_is_told_in_a_sentence(tmp_path, capsys):
    (tmp_path / "cluster.json").write_text('{"plan": {}}')
    assert main(["status", "--folder", str(tmp_path)]) == 1
    assert "cannot be understood" in capsys.readouterr().err


def test_only_root_may_start_a_cluster(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert main(["start", "--folder", str(tmp_path)]) == 1
    assert "sudo scripts/slurm-cluster start (or stop)" in capsys.readouterr().err


def test_missing_packages_are_named_with_the_command_that_installs_them(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda *_args, **_options: None)
    assert main(["start", "--folder", str(tmp_path)]) == 1
    assert "apt-get install -y --no-install-recommends munge" in capsys.readouterr().err
