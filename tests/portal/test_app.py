"""The portal as a process: settings from the environment, a clean end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from tornado.testing import bind_unused_port

from officina_hub.errors import StartError
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.settings import PortalSettings

PROGRAM = (
    "import sys; from pathlib import Path; from officina_hub.portal.app import main; "
    "sys.exit(main(Path(sys.argv[1])))"
)


def environment(port: int) -> dict[str, str]:
    return {
        "JUPYTERHUB_API_TOKEN": "portal",
        "JUPYTERHUB_API_URL": "http://127.0.0.1:9/hub/api",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_SERVICE_NAME": "officina",
        "JUPYTERHUB_SERVICE_PREFIX": "/services/officina/",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
    }


def test_settings_come_from_jupyterhubs_variables(tmp_path: Path) -> None:
    settings = PortalSettings.from_environment(tmp_path, environment(8095))

    assert settings.hub.client_id == "service-officina"
    assert settings.hub.oauth_callback_url == "/services/officina/oauth_callback"
    assert settings.database == f"sqlite:///{tmp_path}/portal/portal.sqlite"
    assert "portal'" not in repr(settings.hub.api_token)


@pytest.mark.parametrize("name", sorted(environment(1).keys() - {"JUPYTERHUB_BASE_URL"}))
def test_a_missing_variable_is_named(tmp_path: Path, name: str) -> None:
    incomplete = {key: value for key, value in environment(1).items() if key != name}
    with pytest.raises(StartError, match=name):
        PortalSettings.from_environment(tmp_path, incomplete)


def test_the_portal_starts_sweeps_serves_and_ends_cleanly(tmp_path: Path) -> None:
    left = tmp_path / "portal/incoming/package-of-a-killed-portal"
    left.mkdir(parents=True)
    (left / "course.toml").write_text("half a cou")
    garbage = BlobStore(tmp_path / "portal/blobs")
    path = garbage.path(garbage.put_bytes(b"nobody's").sha256)
    os.utime(path, (100, 100))
    socket, port = bind_unused_port()
    socket.close()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env=environment(port) | {"PATH": os.environ["PATH"]},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr as lines:
        said = next(line for line in lines if "listens on" in line)
        assert str(port) in said
        swept = next(line for line in lines if "left-over" in line)
        assert "1 left-over uploads, 1 blobs" in swept
        health = requests.get(f"http://127.0.0.1:{port}/services/officina/api/health", timeout=10)
        process.send_signal(signal.SIGTERM)
        rest = lines.read()
    assert process.wait(20) == 0
    assert health.json()["status"] == "ok"
    assert "Traceback" not in rest
    assert (tmp_path / "portal" / "portal.sqlite").stat().st_mode & 0o077 == 0
    assert not left.exists()
    assert not path.exists()
