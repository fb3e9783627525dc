"""A hub that speaks TLS with its sessions, asked directly."""

from __future__ import annotations

import json
import ssl
import urllib.request

import pytest
from real_hub import RealHub


class TlsHub(RealHub):
    """With the Hub's own certificate as the proxy would have one."""

    def context(self, *, with_certificate: bool = True) -> ssl.SSLContext:
        folder = self.data / "internal-ssl"
        context = ssl.create_default_context(cafile=str(folder / "hub-ca_trust.crt"))
        if with_certificate:
            own = folder / "hub-internal" / "hub-internal"
            context.load_cert_chain(f"{own}.crt", f"{own}.key")
        return context

    def api(self, method: str, path: str, body: object = None) -> object:
        request = self._request(method, path, body, self._hub_port)
        request.full_url = request.full_url.replace("http://", "https://", 1)
        with urllib.request.urlopen(request, timeout=90, context=self.context()) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def session_url(self, user: str) -> str:
        routes = f"/user/{user}/"
        return str(self.api("GET", "proxy")[routes]["target"])

    def is_ready(self, user: str) -> bool:
        """Whether the session is there; what the log says where the start has failed."""
        model = self.api("GET", f"users/{user}")
        assert model["pending"] or model["servers"], (self.data / "hub.log").read_text()[-6000:]
        return bool(model["servers"].get("", {}).get("ready"))

    def opens_to_certificates_only(self, user: str) -> None:
        """The session answers whom the Hub vouches for, and nobody else."""
        address = self.session_url(user)
        assert address.startswith("https://")
        url = f"{address}/user/{user}/api"
        with urllib.request.urlopen(url, timeout=20, context=self.context()) as reply:
            assert "version" in json.load(reply)
        stranger = self.context(with_certificate=False)
        with pytest.raises(OSError, match=r"(?i)certificate|reset|closed|broken pipe|EOF"):
            urllib.request.urlopen(url, timeout=20, context=stranger)
        with pytest.raises(OSError, match=r"(?i)reset|closed|disconnected|broken pipe"):
            urllib.request.urlopen(url.replace("https", "http"), timeout=20)

    def _answers(self) -> bool:
        try:
            self.api("GET", "")
        except (OSError, ssl.SSLError):
            return False
        return True
