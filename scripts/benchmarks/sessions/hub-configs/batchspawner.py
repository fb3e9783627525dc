"""batchspawner's hub: unmodified, with its defaults wherever the private cluster allows it."""

import json
import os
from pathlib import Path

import batchspawner

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
load_subconfig("common.py", path=str(Path(__file__).parent))  # type: ignore[name-defined]  # noqa: F821
facts = json.loads(Path(os.environ["BENCH_FACTS"]).read_text())
c.JupyterHub.spawner_class = batchspawner.MultiSlurmSpawner
c.MultiSlurmSpawner.daemon_resolver = facts["addresses"]
c.Spawner.env_keep = ["PATH", "LANG", "SLURM_CONF"]
wrapper, *command = facts["program"]
c.BatchSpawnerBase.batchspawner_singleuser_cmd = wrapper
c.Spawner.cmd = command
c.BatchSpawnerBase.req_partition = facts["partition"]
c.SlurmSpawner.req_gres = "gpu:1" if facts["partition"] == "gpu" else ""
c.BatchSpawnerBase.req_nprocs = "1"
c.BatchSpawnerBase.req_memory = "1G"
c.BatchSpawnerBase.req_runtime = "1:00:00"
if facts["submit_command"]:
    c.SlurmSpawner.batch_submit_cmd = facts["submit_command"]
if facts["start_seconds"]:
    c.Spawner.start_timeout = facts["start_seconds"]
