"""Officina's hub: its spawner and its learner's configuration, as it ships them."""

import json
import os
from pathlib import Path

import officina_widgets
from officina_spawners import door
from officina_spawners.batch import in_hub

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
load_subconfig("common.py", path=str(Path(__file__).parent))  # type: ignore[name-defined]  # noqa: F821
facts = json.loads(Path(os.environ["BENCH_FACTS"]).read_text())
c.JupyterHub.extra_handlers = door.handlers()
c.JupyterHub.spawner_class = "officina_spawners.OfficinaSpawner"
c.OfficinaSpawner.data_dir = facts["data"]
c.OfficinaSpawner.learner_environment = {
    "JUPYTER_CONFIG_PATH": str(Path(officina_widgets.__file__).parent / "jupyter_config/learner")
}
c.OfficinaSpawner.clusters = [
    {
        "name": "bench",
        "slurm_conf": facts["slurm_conf"],
        "submit_prefix": facts["submit_prefix"],
        "node_addresses": facts["addresses"],
    }
]
c.OfficinaSpawner.environments = [
    {"name": "bench", "title": "Benchmark", "program": facts["program"]}
]
c.OfficinaSpawner.profiles = [
    {
        "name": name,
        "title": name,
        "place": "slurm",
        "partition": name,
        "gpus": gpus,
        "memory_gib": 1,
        "minutes": 60,
        "environments": ["bench"],
        "per_person": 100,
    }
    for name, gpus in (("cpu", 0), ("gpu", 1))
]
if facts["start_seconds"]:
    # As an operator might who wants the Hub's own time-out to count the queue, too.
    c.OfficinaSpawner.start_timeout = facts["start_seconds"]
    c.OfficinaSpawner.apply_user_options = lambda spawner, options: None
in_hub.install()
