"""Part of a hub's configuration: TLS between it and its sessions, and no proxy.

The pure-Python proxy of these tests knows no TLS; hub and sessions are asked directly.
"""

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


c = get_config()  # noqa: F821 - traitlets gives it to configuration files
c.JupyterHub.internal_ssl = True
c.JupyterHub.internal_certs_location = "internal-ssl"
c.JupyterHub.proxy_class = NoProxy
c.Spawner.ssl_alt_names_include_local = False  # so that what counts is what we name
