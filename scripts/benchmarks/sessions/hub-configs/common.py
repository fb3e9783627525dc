"""What both hubs have in common; the facts come from the file that BENCH_FACTS names."""

import json
import os
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
facts = json.loads(Path(os.environ["BENCH_FACTS"]).read_text())
c.JupyterHub.bind_url = f"http://127.0.0.1:{facts['proxy_port']}"
c.JupyterHub.hub_port = facts["hub_port"]
c.JupyterHub.db_url = f"sqlite:///{facts['data']}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{facts['data']}/cookie-secret"
c.JupyterHub.cleanup_servers = False
c.JupyterHub.allow_named_servers = True
c.JupyterHub.concurrent_spawn_limit = 0
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}  # a start answers at once
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{facts['proxy_api_port']}"
c.JupyterHub.authenticator_class = "null"
c.Authenticator.allow_all = True
c.JupyterHub.services = [{"name": "bench", "api_token": facts["token"], "admin": True}]
c.Spawner.default_url = "/lab"
