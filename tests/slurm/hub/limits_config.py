"""The hub of hub_config.py, whose sessions know their limits as those of a configured hub do."""

from pathlib import Path

import officina_widgets
from officina_hub.session_api import own

load_subconfig(str(Path(__file__).with_name("hub_config.py")))  # noqa: F821 - traitlets gives it
c = get_config()  # noqa: F821
c.JupyterHub.extra_handlers = [*c.JupyterHub.extra_handlers, *own.handlers()]
c.OfficinaSpawner.learner_environment = {
    "JUPYTER_CONFIG_PATH": str(Path(officina_widgets.__file__).parent / "jupyter_config/learner")
}
gpu = c.OfficinaSpawner.profiles[0]
c.OfficinaSpawner.profiles = [{**gpu, "extension": "always", "idle_minutes": 90}]
