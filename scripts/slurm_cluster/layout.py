"""Where everything of one cluster lies: below one folder, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = Path("/var/tmp/officina-slurm")


@dataclass(frozen=True)
class Layout:
    """The places below the cluster's folder."""

    folder: Path

    @property
    def facts(self) -> Path:
        """The plan and the ports chosen for it; its presence says that the folder is ours."""
        return self.folder / "cluster.json"

    @property
    def lock(self) -> Path:
        """Held by whoever starts or stops this cluster."""
        return self.folder / "lock"

    @property
    def etc(self) -> Path:
        """Slurm's configuration files."""
        return self.folder / "etc"

    @property
    def slurm_conf(self) -> Path:
        """What SLURM_CONF names."""
        return self.etc / "slurm.conf"

    @property
    def run(self) -> Path:
        """One file a daemon: its pid and when it began."""
        return self.folder / "run"

    @property
    def log(self) -> Path:
        """The daemons' logs."""
        return self.folder / "log"

    @property
    def state(self) -> Path:
        """What slurmctld remembers."""
        return self.folder / "state"

    @property
    def spool(self) -> Path:
        """The nodes' job scripts."""
        return self.folder / "spool"

    @property
    def devices(self) -> Path:
        """The fake GPUs' device files."""
        return self.folder / "devices"

    @property
    def homes(self) -> Path:
        """Homes of the users made for this cluster."""
        return self.folder / "homes"

    @property
    def munge(self) -> Path:
        """The munge user's own place."""
        return self.folder / "munge"

    @property
    def munge_socket(self) -> Path:
        """Where credentials are made and checked."""
        return self.munge / "munge.socket"

    @property
    def munge_key(self) -> Path:
        """The cluster's own secret."""
        return self.munge / "munge.key"

    @property
    def database(self) -> Path:
        """The mysql user's own place."""
        return self.folder / "database"

    @property
    def database_socket(self) -> Path:
        """The only door of the database; it listens on no port."""
        return self.database / "mariadb.socket"
