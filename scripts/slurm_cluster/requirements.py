"""What a machine must have before a cluster can be started on it."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from slurm_cluster.errors import ClusterError, MissingPackagesError, NotRootError

SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

# A program that only this Debian package brings.
PACKAGES = {
    "munge": "munged",
    "mariadb-server": "mariadbd",
    "slurm-client": "sbatch",
    "slurm-wlm": "slurmctld",
    "slurmdbd": "slurmdbd",
    "slurmrestd": "slurmrestd",
    "sudo": "sudo",
}


def missing_packages() -> list[str]:
    """Debian's names of what is not installed."""
    return [
        name for name, program in PACKAGES.items() if not shutil.which(program, path=SYSTEM_PATH)
    ]


def program(name: str) -> str:
    """Its absolute path: root's PATH may lack /usr/sbin."""
    found = shutil.which(name, path=SYSTEM_PATH)
    if found is None:
        raise MissingPackagesError(
            f"The program {name} was not found in {SYSTEM_PATH}.",
            matters="The cluster is made of Debian's own programs.",
            now=f"Install them: sudo apt-get install -y {' '.join(PACKAGES)}",
        )
    return found


def require_root() -> None:
    """Say plainly that nothing goes without."""
    if os.geteuid() != 0:
        raise NotRootError(
            f"This was started as user id {os.geteuid()}, not as root.",
            matters="Slurm's daemons start each job as the user who submitted it.",
            now="Call it as root: sudo scripts/slurm-cluster start (or stop)",
        )


def require_packages() -> None:
    """Name all that are missing at once."""
    missing = missing_packages()
    if missing:
        raise MissingPackagesError(
            f"These Debian packages are not installed: {', '.join(missing)}.",
            matters="The cluster is made of their programs.",
            now=f"Install them: apt-get install -y --no-install-recommends {' '.join(missing)}",
        )


def require_passage(folder: Path) -> None:
    """Users read slurm.conf and enter their homes below the folder."""
    for place in folder.parents:
        if place.exists() and not place.stat().st_mode & stat.S_IXOTH:
            raise ClusterError(
                f"{place} cannot be entered by others.",
                matters=f"The cluster's users need their way through it into {folder}.",
                now=f"Choose another folder, such as /var/tmp/my-slurm, or: chmod o+x {place}",
            )
