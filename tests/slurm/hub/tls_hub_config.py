"""The hub of the other tests, with TLS between it and its sessions, and without a proxy.

The pure-Python proxy of these tests knows no TLS; hub and sessions are asked directly.
"""

from pathlib import Path

from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    """Remembers routes and passes nothing on."""

    should_start = False
    routes: dict = {}  # noqa: RUF012

    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {"routespec": routespec, "target": target, "data": data}

    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)

    async def get_all_routes(self):
        return self.routes


load_subconfig(str(Path(__file__).with_name("hub_config.py")))  # noqa: F821 - traitlets gives it
c = get_config()  # noqa: F821
c.JupyterHub.internal_ssl = True
c.JupyterHub.internal_certs_location = "internal-ssl"
c.JupyterHub.proxy_class = NoProxy
c.Spawner.ssl_alt_names_include_local = False  # so that what counts is what we name
