"""Demo logins stay on one machine: the check that a Hub with one is not open to a network."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from officina_hub.errors import NotLoopback

# Logins whose passwords are printed, shared, or not asked for at all.
DEMO_AUTHENTICATORS = frozenset(
    {"DemoAuthenticator", "DummyAuthenticator", "SharedPasswordAuthenticator"}
)

MATTERS = "Everybody who reaches that address could log in with a password that is no secret."
WAY_OUT = (
    "Bind to 127.0.0.1, or set login.provider to 'hub' in factory.toml and configure a real "
    "authenticator (docs/howto/production.md)."
)


def is_loopback(host: str | None) -> bool:
    """Whether only programs on this machine can reach that host name or address."""
    if host in {"localhost", "ip6-localhost"}:
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def refuse_demo_login_on_network(authenticator: str, bind_url: str, public_url: str = "") -> None:
    """Raise :class:`NotLoopback` when a demo login would listen to more than this machine."""
    if authenticator not in DEMO_AUTHENTICATORS:
        return
    for address in filter(None, (bind_url, public_url)):
        parts = urlsplit(address)
        if not parts.scheme.endswith("+unix") and not is_loopback(parts.hostname):
            raise NotLoopback(
                f"{authenticator} is a demo login, but the Hub is bound to {address}.",
                MATTERS,
                WAY_OUT,
            )


def refuse_in_app(app: Any) -> None:
    """The same check with what a JupyterHub application has been configured to."""
    refuse_demo_login_on_network(
        app.authenticator_class.__name__, app.bind_url, getattr(app, "public_url", "")
    )


def watch(app: Any) -> None:
    """Check when the whole configuration is in: what stands below ``configure()`` counts too."""

    def check(_change: object) -> None:
        try:
            refuse_in_app(app)
        except NotLoopback as error:
            app.log.critical("%s", error)
            app.exit(1)

    app.observe(check, names=["authenticator_class", "bind_url", "ip", "public_url"])
