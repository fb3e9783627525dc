"""With ``internal_ssl`` a session on the hub's own machine speaks TLS as those on clusters do."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tls_hub import TlsHub

from officina_spawners.records import read_record

pytestmark = [pytest.mark.sandbox, pytest.mark.kill]
CONFIG = Path(__file__).parent / "sessions" / "tls_hub_config.py"
USER = "anna"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[TlsHub]:
    made = TlsHub(tmp_path, CONFIG)
    made.api("POST", f"users/{USER}")
    yield made
    made.close()


def test_a_session_in_its_sandbox_answers_whom_the_hub_vouches_for(hub: TlsHub) -> None:
    hub.api("POST", f"users/{USER}/server", {"user_options": {"profile": "small"}})
    while not hub.is_ready(USER):
        with pytest.raises(subprocess.TimeoutExpired):
            hub.hub.wait(timeout=0.2)
    hub.opens_to_certificates_only(USER)

    run_dir = hub.data / "run" / "sessions"
    record = read_record(run_dir, USER)
    assert b"PRIVATE KEY" not in Path(f"/proc/{record.inside.pid}/environ").read_bytes()
    [key] = run_dir.glob("*.tls/keyfile")
    assert stat.S_IMODE(key.stat().st_mode) == 0o400

    hub.kill_hub()
    hub.start_hub()
    assert read_record(run_dir, USER) == record
    assert hub.is_ready(USER)
    hub.opens_to_certificates_only(USER)

    hub.api("DELETE", f"users/{USER}/server")
    assert not list(run_dir.iterdir())
