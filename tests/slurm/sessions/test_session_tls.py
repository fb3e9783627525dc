"""With ``internal_ssl`` hub and session speak TLS, and each knows who the other is."""

from __future__ import annotations

import contextlib
import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from real_hub import RealHub
from slurm_cluster import Cluster
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm
CONFIG = Path(__file__).parent.parent / "hub" / "tls_hub_config.py"


class TlsHub(RealHub):
    """Asked directly, with the Hub's own certificate as the proxy would have one."""

    def context(self, *, with_certificate: bool = True) -> ssl.SSLContext:
        folder = self.data / "internal-ssl"
        context = ssl.create_default_context(cafile=str(folder / "hub-ca_trust.crt"))
        if with_certificate:
            own = folder / "hub-internal" / "hub-internal"
            context.load_cert_chain(f"{own}.crt", f"{own}.key")
        return context

    def api(self, method: str, path: str, body: object = None) -> object:
        request = self._request(method, path, body, self._hub_port)
        request.full_url = request.full_url.replace("http://", "https://", 1)
        with urllib.request.urlopen(request, timeout=90, context=self.context()) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def session_url(self, user: str) -> str:
        routes = f"/user/{user}/"
        return str(self.api("GET", "proxy")[routes]["target"])

    def _answers(self) -> bool:
        try:
            self.api("GET", "")
        except (OSError, ssl.SSLError):
            return False
        return True


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
def running(tls_hub: TlsHub, cluster: Cluster) -> Iterator[str]:
    """A real JupyterLab on a GPU node; the address at which the Hub found it."""
    user = cluster.plan.users[0]
    tls_hub.api("POST", f"users/{user}/server", {"user_options": {"profile": "gpu"}})

    def is_ready() -> bool:
        model = tls_hub.api("GET", f"users/{user}")
        assert model["pending"] or model["servers"], (tls_hub.data / "hub.log").read_text()[-6000:]
        return bool(model["servers"].get("", {}).get("ready"))

    eventually(is_ready, seconds=150)
    yield tls_hub.session_url(user)
    tls_hub.api("DELETE", f"users/{user}/server")
    eventually(lambda: not tls_hub.api("GET", f"users/{user}")["servers"], seconds=60)


def test_a_session_answers_whom_the_hub_vouches_for_and_keeps_its_key_to_itself(
    tls_hub: TlsHub, cluster: Cluster, running: str
) -> None:
    user = cluster.plan.users[0]
    _answers_with_a_certificate_only(tls_hub, user, running)
    _shows_its_key_nowhere(tls_hub, cluster, user)


def _answers_with_a_certificate_only(tls_hub: TlsHub, user: str, running: str) -> None:
    assert running.startswith("https://")
    url = f"{running}/user/{user}/api"
    with urllib.request.urlopen(url, timeout=20, context=tls_hub.context()) as reply:
        assert "version" in json.load(reply)

    stranger = tls_hub.context(with_certificate=False)
    with pytest.raises(OSError, match=r"(?i)certificate|reset|closed|broken pipe"):
        urllib.request.urlopen(url, timeout=20, context=stranger)
    with pytest.raises(OSError, match=r"(?i)reset|closed|disconnected|broken pipe"):
        urllib.request.urlopen(url.replace("https", "http"), timeout=20)


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
        and "-I" not in each.info["cmdline"]  # the launcher's helper, on its way out
    ]
    environment = server.info["environ"]
    assert "PRIVATE KEY" not in "".join(environment.values())
    key = Path(environment["JUPYTERHUB_SSL_KEYFILE"])
    assert key.stat().st_mode & 0o077 == 0
    assert "PRIVATE KEY" in key.read_text()


def test_a_session_on_the_hubs_machine_is_refused_in_plain_words(
    tls_hub: TlsHub, cluster: Cluster
) -> None:
    user = cluster.plan.users[0]
    with contextlib.suppress(urllib.error.HTTPError):  # or the Hub answers before it tries
        tls_hub.api("POST", f"users/{user}/server", {"user_options": {"profile": "small"}})
    log = tls_hub.data / "hub.log"
    eventually(lambda: "do not speak TLS with the hub" in log.read_text(), seconds=30)
    eventually(lambda: not tls_hub.api("GET", f"users/{user}")["servers"], seconds=30)
