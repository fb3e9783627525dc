"""What slurmstepd tells slurmctld where a cgroup holds a job to its memory.

The private cluster has no cgroups, so nobody on its nodes would say so. Here the same word goes to
slurmctld by Slurm's own library: a completed job whose return code is SIG_OOM.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from slurm_cluster import Cluster

SIG_OOM = 253  # slurm_protocol_defs.h
# In a process of its own: the library reads SLURM_CONF once, and ends its process when it fails.
TELL = """
import ctypes, sys
slurm = ctypes.CDLL(sys.argv[1], ctypes.RTLD_GLOBAL)
slurm.slurm_init(None)
sys.exit(slurm.slurm_complete_job(int(sys.argv[2]), int(sys.argv[3])))
"""


def ran_out_of_memory(cluster: Cluster, job: str) -> None:
    """The running job ends as OUT_OF_MEMORY."""
    [library] = Path("/usr/lib").glob("*/slurm-wlm/libslurmfull.so")
    argv = [sys.executable, "-I", "-c", TELL, str(library), job, str(SIG_OOM)]
    subprocess.run(argv, env=cluster.environment, check=True, timeout=30)
