"""A real hub for one test; what differs comes by the environment."""

import os

c = get_config()  # noqa: F821 - traitlets gives it to configuration files
data = os.environ["TEST_DATA"]
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['TEST_PROXY_PORT']}"
c.JupyterHub.hub_port = int(os.environ["TEST_HUB_PORT"])
c.JupyterHub.db_url = f"sqlite:///{data}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{data}/cookie-secret"
c.JupyterHub.cleanup_servers = False
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['TEST_PROXY_API_PORT']}"
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}  # answer at once; progress tells the rest
c.JupyterHub.authenticator_class = "null"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "officina_spawners.OfficinaSpawner"
c.OfficinaSpawner.data_dir = data
c.JupyterHub.services = [{"name": "test", "api_token": os.environ["TEST_TOKEN"], "admin": True}]
