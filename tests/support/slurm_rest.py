"""slurmrestd with tokens, beside a private cluster that was made without."""

from __future__ import annotations

import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ports import unused_port
from slurm_cluster import Cluster
from slurm_jobs import eventually

PLUGIN = Path("/usr/lib/x86_64-linux-gnu/slurm-wlm/auth_jwt.so")
PACKAGE = "slurm-wlm-jwt-plugin"


def enable_tokens(cluster: Cluster) -> None:
    """slurmctld and slurmdbd take tokens besides munge, and slurmdbd keeps comments."""
    assert PLUGIN.exists(), f"apt-get install {PACKAGE}, and look at it: {PLUGIN} is missing"
    key = cluster.layout.etc / "jwt.key"
    if key.exists():
        return
    key.write_bytes(secrets.token_bytes(32))
    key.chmod(0o600)
    tokens = f"AuthAltTypes=auth/jwt\nAuthAltParameters=jwt_key={key}\n"
    _append(cluster.conf, f"{tokens}AccountingStoreFlags=job_comment\n")
    _append(cluster.layout.etc / "slurmdbd.conf", tokens)
    cluster.restart_daemon("slurmdbd")
    cluster.restart_daemon("slurmctld")


def token(cluster: Cluster) -> str:
    """Root's, which acts for everybody."""
    done = cluster.run("scontrol", "token", "username=root", "lifespan=3600")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().removeprefix("SLURM_JWT=")


@contextmanager
def slurmrestd(cluster: Cluster, log: Path) -> Iterator[str]:
    """The address of a slurmrestd that passes tokens on; it runs as nobody."""
    address = f"127.0.0.1:{unused_port()}"
    argv = ["/usr/sbin/slurmrestd", "-u", "nobody", "-f", str(cluster.conf)]
    argv += ["-s", "openapi/v0.0.38,openapi/dbv0.0.38", "-a", "rest_auth/jwt", address]
    environment = {**cluster.environment, "SLURM_JWT": "daemon"}
    with log.open("wb") as output:
        daemon = subprocess.Popen(argv, env=environment, stdout=output, stderr=output)
        try:
            eventually(lambda: _listens(address), seconds=30)
            yield f"http://{address}"
        finally:
            daemon.kill()
            daemon.wait()


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def _listens(address: str) -> bool:
    host, _, port = address.partition(":")
    with socket.socket() as found:
        return found.connect_ex((host, int(port))) == 0
