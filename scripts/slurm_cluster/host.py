"""The name that Slurm's daemons know this host by, chosen so that they listen on loopback only.

Slurm 22.05 listens either where the host's own name leads or on every address, whatever its files
say of addresses. Debian's installer lets that name lead to 127.0.1.1, from where slurmdbd does not
find slurmctld again, and many machines let it lead to the network. Then the daemons run in a UTS
namespace in which the host is called localhost.
"""

from __future__ import annotations

import socket
import subprocess
from dataclasses import dataclass

from slurm_cluster.requirements import program

LOOPBACK = "127.0.0.1"
RENAMED = ("unshare", "--uts", "sh", "-c", 'hostname localhost && exec "$@"', "sh")


@dataclass(frozen=True)
class Host:
    """A name, whether it leads to loopback, and whether the daemons must be told it."""

    name: str
    on_loopback: bool
    renamed: bool

    @property
    def prefix(self) -> tuple[str, ...]:
        """What stands before a daemon's call."""
        return RENAMED if self.renamed else ()


def choose_host() -> Host:
    """Containers may forbid the namespace; then munge alone keeps strangers out."""
    own = socket.gethostname().split(".")[0]
    if leads_to_loopback(own):
        return Host(own, on_loopback=True, renamed=False)
    if may_rename() and leads_to_loopback("localhost"):
        return Host("localhost", on_loopback=True, renamed=True)
    return Host(own, on_loopback=False, renamed=False)


def leads_to_loopback(name: str) -> bool:
    """Whether it is resolved to the one address that everything here uses."""
    try:
        return socket.gethostbyname(name) == LOOPBACK
    except OSError:
        return False


def may_rename() -> bool:
    """Whether this machine lets root make a UTS namespace."""
    call = [program(RENAMED[0]), *RENAMED[1:], "true"]
    return subprocess.run(call, capture_output=True, check=False).returncode == 0
