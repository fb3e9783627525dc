"""What a session's certificate is good for, and how it gets into a job."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jupyterhub.spawner import SpawnException
from memory_cluster import MemoryCluster, node

from officina_courses.sandbox import Account
from officina_spawners import tls
from officina_spawners.batch import launcher
from officina_spawners.local_tls import remove_certificates, write_certificates
from officina_spawners.profiles import LOCAL_PROFILE, Cluster, Profile
from officina_spawners.slurm.client import Unanswered

ON_GPUS = Profile(name="gpu", title="GPU", place="slurm", partition="gpu")
TEXTS = {"keyfile": "the key\n", "certfile": "the certificate\n", "cafile": "the authority\n"}


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, str]:
    for kind, text in TEXTS.items():
        (tmp_path / kind).write_text(text)
    return {kind: str(tmp_path / kind) for kind in TEXTS}


def spawner(slurm: MemoryCluster, profile: Profile | None, **addresses: str) -> Any:
    cluster = Cluster(name="memory", node_addresses=addresses)
    return SimpleNamespace(
        ip="",
        trusted_alt_names=["DNS:hub.example.org"],
        chosen_profile=lambda: profile,
        site_of=lambda _: SimpleNamespace(client=slurm, cluster=cluster),
    )


async def test_the_certificate_names_each_node_of_the_partition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slurm = MemoryCluster()
    rows = (
        node("g1").model_copy(update={"address": "10.0.0.1"}),
        node("g2").model_copy(update={"address": "g2.cluster"}),
        node("c1").model_copy(update={"partitions": ("cpu",)}),
    )

    async def nodes() -> Any:
        return rows

    monkeypatch.setattr(slurm, "nodes", nodes)
    found = await tls.names_of_nodes(spawner(slurm, ON_GPUS, g2="fd00::2"))
    assert found == [
        "DNS:hub.example.org",
        "DNS:g1",
        "IP:10.0.0.1",
        "DNS:g2",
        "DNS:g2.cluster",
        "IP:fd00::2",
    ]


async def test_the_certificate_of_a_session_on_this_machine_names_its_address() -> None:
    here = ["DNS:hub.example.org", "IP:127.0.0.1"]
    assert await tls.names_of_nodes(spawner(MemoryCluster(), LOCAL_PROFILE)) == here
    assert await tls.names_of_nodes(spawner(MemoryCluster(), None)) == here


async def test_a_silent_slurm_is_said_so() -> None:
    slurm = MemoryCluster()
    slurm.fault = Unanswered("down")
    with pytest.raises(SpawnException, match="does not tell its nodes"):
        await tls.names_of_nodes(spawner(slurm, ON_GPUS))


def test_a_job_gets_the_texts_and_none_of_the_hubs_paths(paths: dict[str, str]) -> None:
    found = dict(tls.for_a_job(paths))
    assert json.loads(found.pop(tls.VARIABLE) or "") == {
        "JUPYTERHUB_SSL_KEYFILE": "the key\n",
        "JUPYTERHUB_SSL_CERTFILE": "the certificate\n",
        "JUPYTERHUB_SSL_CLIENT_CA": "the authority\n",
    }
    assert found == dict.fromkeys(tls.FILES)


@pytest.mark.parametrize("is_sandboxed", [True, False])
def test_a_session_on_this_machine_gets_copies_for_its_account_alone(
    paths: dict[str, str], tmp_path: Path, *, is_sandboxed: bool
) -> None:
    account = Account(uid=os.getuid() or 61_234, gid=os.getgid() or 61_234)
    for _ in range(2):  # what an earlier start left is replaced
        made = write_certificates(tmp_path, "ada", paths, account)
    place = {each.source: each.target for each in made.binds}[made.folder]
    told = made.variables(is_sandboxed=is_sandboxed)
    assert {Path(path).parent for path in told.values()} == {place if is_sandboxed else made.folder}
    key = made.folder / Path(told["JUPYTERHUB_SSL_KEYFILE"]).name
    assert key.read_text() == "the key\n"
    for path, mode in ((made.folder, 0o700), (key, 0o400)):
        assert (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) == (mode, account.uid)
    remove_certificates(tmp_path, "ada")
    assert not made.folder.exists()


def test_the_server_reads_its_key_and_nothing_of_it_has_a_name(paths: dict[str, str]) -> None:
    """As in the job: this process becomes another one, which reads; its own child cannot."""
    source = Path(launcher.__file__).read_text().rsplit("\nif __name__", 1)[0]
    reader = (
        "import json, os, subprocess, sys\n"
        "key = os.environ['JUPYTERHUB_SSL_KEYFILE']\n"
        "child = subprocess.run(['sh', '-c', 'ls /proc/self/fd | wc -l'], capture_output=True)\n"
        "print(json.dumps([open(key).read(), os.stat(key).st_mode, os.stat(key).st_nlink,"
        " 'OFFICINA_TLS' in os.environ, int(child.stdout)]))\n"
    )
    become = (
        f"{source}\ntake_certificates(os.environ.pop('OFFICINA_TLS'))\n"
        f"os.execv(sys.executable, [sys.executable, '-c', {reader!r}])\n"
    )
    told = tls.for_a_job(paths)
    done = subprocess.run(
        [sys.executable, "-I", "-c", become],
        env={"PATH": os.environ["PATH"], tls.VARIABLE: told[tls.VARIABLE] or ""},
        capture_output=True,
        text=True,
        check=True,
    )
    text, mode, links, is_in_environment, open_in_child = json.loads(done.stdout)
    assert text == "the key\n"
    assert stat.S_IMODE(mode) & 0o077 == 0
    assert links == 0
    assert not is_in_environment
    assert open_in_child <= 5  # the three of everybody, ls's own folder, and a pipe


def test_without_certificates_the_launcher_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = dict(os.environ)
    launcher.take_certificates("")
    assert dict(os.environ) == before
