"""What must lie in a cluster's folder before its daemons start."""

from __future__ import annotations

import secrets
import shutil

from slurm_cluster.config_files import cgroup_conf, gres_conf, slurm_conf, slurmdbd_conf
from slurm_cluster.facts import Facts
from slurm_cluster.layout import Layout

# Users read slurm.conf, speak with munge, enter their homes and run their scripts in the spool.
FOLDER_MODES = {
    "etc": 0o755,
    "munge": 0o755,
    "homes": 0o755,
    "spool": 0o755,
    "devices": 0o755,
    "log": 0o755,
    "run": 0o755,
    "state": 0o700,
    "database": 0o700,
}


def write_folder(facts: Facts, layout: Layout) -> None:
    """Every folder and file that the daemons expect; keys and databases stay."""
    for place, mode in FOLDER_MODES.items():
        (layout.folder / place).mkdir(exist_ok=True)
        (layout.folder / place).chmod(mode)
    _write_munge_key(layout)
    _link_devices(facts, layout)
    layout.slurm_conf.write_text(slurm_conf(facts, layout))
    (layout.etc / "gres.conf").write_text(gres_conf(facts, layout))
    (layout.etc / "cgroup.conf").write_text(cgroup_conf())
    if facts.plan.accounting:
        shutil.chown(layout.database, "mysql", "mysql")
        conf = layout.etc / "slurmdbd.conf"
        conf.touch(mode=0o600)
        conf.write_text(slurmdbd_conf(facts, layout))


def _write_munge_key(layout: Layout) -> None:
    shutil.chown(layout.munge, "munge", "munge")
    if not layout.munge_key.exists():
        layout.munge_key.touch(mode=0o400)
        layout.munge_key.write_bytes(secrets.token_bytes(1024))
        shutil.chown(layout.munge_key, "munge", "munge")


def _link_devices(facts: Facts, layout: Layout) -> None:
    """Links to /dev/null satisfy slurmd, and need no right to make device nodes."""
    for i in range(facts.plan.gpus_per_node):
        device = layout.devices / f"gpu{i}"
        if not device.is_symlink():
            device.symlink_to("/dev/null")
