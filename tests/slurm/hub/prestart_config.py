"""The hub of the other tests, whose portal may prepare the sessions of a class."""

import os
from pathlib import Path

from officina_hub import hub_roles
from officina_hub.scopes import PRESTART_SESSIONS
from officina_hub.session_api import prestart_handlers

load_subconfig(str(Path(__file__).with_name("hub_config.py")))  # noqa: F821 - traitlets gives it
c = get_config()  # noqa: F821
c.JupyterHub.custom_scopes = hub_roles.custom_scopes()
c.JupyterHub.extra_handlers = [*c.JupyterHub.extra_handlers, *prestart_handlers.handlers()]
portal = {"name": "officina", "api_token": os.environ["TEST_PORTAL_TOKEN"]}
c.JupyterHub.services = [*c.JupyterHub.services, portal]
c.JupyterHub.load_roles = [
    {"name": "portal", "scopes": [PRESTART_SESSIONS], "services": ["officina"]}
]
one_gpu = {
    "name": "class",
    "title": "One GPU",
    "place": "slurm",
    "partition": "gpu",
    "gpus": {"min": 1, "max": 2, "default": 1},
    "environments": ["tiny"],
    "minutes": {"min": 1, "max": 120, "default": 30},
}
c.OfficinaSpawner.profiles = [*c.OfficinaSpawner.profiles, one_gpu]
