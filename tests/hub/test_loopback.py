"""Demo logins refuse to start where anything but this machine could reach them."""

from __future__ import annotations

import pytest
from jupyterhub.app import JupyterHub
from traitlets.config import Config

from officina_hub.errors import NotLoopback
from officina_hub.loopback import is_loopback, refuse_demo_login_on_network, watch


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_is_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", None, "0.0.0.0", "::", "192.168.1.4", "hub.example.org"])
def test_everything_else_is_not(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "login", ["DemoAuthenticator", "DummyAuthenticator", "SharedPasswordAuthenticator"]
)
@pytest.mark.parametrize("url", ["http://0.0.0.0:8000/", "http://:8000/", "http://10.0.0.4/"])
def test_a_demo_login_on_a_network_is_refused(login, url):
    with pytest.raises(NotLoopback, match=login):
        refuse_demo_login_on_network(login, url)


def test_a_public_address_before_a_loopback_hub_is_refused_too():
    with pytest.raises(NotLoopback, match=r"hub\.example\.org"):
        refuse_demo_login_on_network(
            "DemoAuthenticator", "http://127.0.0.1:8000/", "https://hub.example.org/"
        )


def test_a_real_login_may_be_open_to_a_network():
    refuse_demo_login_on_network("GenericOAuthenticator", "http://0.0.0.0:8000/")


@pytest.mark.parametrize("kind", ["dummy", "shared-password"])
def test_an_open_hub_ends_at_its_start_with_one_sentence(kind):
    app = JupyterHub()
    watch(app)
    with pytest.raises(SystemExit) as ended:
        app.update_config(
            Config(JupyterHub={"authenticator_class": kind, "bind_url": "http://0.0.0.0:8000/"})
        )
    assert ended.value.code == 1
