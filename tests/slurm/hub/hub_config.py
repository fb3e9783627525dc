"""A real hub on the private cluster; what differs comes by the environment."""

import json
import os
import sys
from pathlib import Path

from officina_spawners import door
from officina_spawners.batch import in_hub

c = get_config()  # noqa: F821 - traitlets gives it to configuration files
data = os.environ["TEST_DATA"]
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['TEST_PROXY_PORT']}"
c.JupyterHub.hub_port = int(os.environ["TEST_HUB_PORT"])
c.JupyterHub.db_url = f"sqlite:///{data}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{data}/cookie-secret"
c.JupyterHub.cleanup_servers = False
c.JupyterHub.log_level = "DEBUG"  # so that a test sees whatever a log could ever show
c.JupyterHub.concurrent_spawn_limit = 0
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['TEST_PROXY_API_PORT']}"
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}  # answer at once; progress tells the rest
c.JupyterHub.authenticator_class = "null"
c.Authenticator.allow_all = True
c.JupyterHub.extra_handlers = door.handlers()
c.JupyterHub.spawner_class = "officina_spawners.OfficinaSpawner"
c.JupyterHub.services = [{"name": "test", "api_token": os.environ["TEST_TOKEN"], "admin": True}]
c.Spawner.default_url = "/lab"
c.OfficinaSpawner.data_dir = data
c.OfficinaSpawner.clusters = [{"name": "test", "slurm_conf": os.environ["TEST_SLURM_CONF"]}]
c.OfficinaSpawner.environments = [
    {
        "name": "here",
        "title": "This Python",
        "program": [sys.executable, "-P", "-m", "officina_widgets.singleuser"],
    },
    {
        "name": "tiny",
        "title": "A stand-in for JupyterLab",
        "program": [sys.executable, "-I", str(Path(__file__).with_name("tiny_server.py"))],
    },
    {"name": "broken", "title": "Not installed", "program": ["no-such-program"]},
]
gpu = {
    "name": "gpu",
    "title": "GPU",
    "place": "slurm",
    "partition": "gpu",
    "gpus": {"min": 1, "max": 4, "default": 1},
    "environments": ["here"],
    "minutes": {"min": 1, "max": 120, "default": 30},
}
tiny = {
    **gpu,
    "name": "tiny",
    "partition": "cpu",
    "gpus": 0,
    "environments": ["tiny", "broken"],
    "reservations": ["no-such-reservation"],
}
two_nodes = {**tiny, "name": "two-nodes", "partition": "gpu"}
several = {**gpu, "name": "several", "nodes": 2, "environments": ["tiny", "here"]}
closed = {**tiny, "name": "closed", "partition": "closed"}
spare = {**tiny, "name": "spare", "qos": ["spare", "loan"]}
lean = {**tiny, "name": "lean", "memory_gib": 1}
nowhere = {**tiny, "name": "nowhere", "partition": "no-such-partition"}
local = {"name": "small", "title": "Small"}
c.OfficinaSpawner.profiles = [gpu, tiny, two_nodes, several, closed, spare, lean, nowhere, local]
c.OfficinaSpawner.caretaker_seconds = 2
c.OfficinaSpawner.update(json.loads(os.environ.get("TEST_KNOBS", "{}")))
in_hub.install()
