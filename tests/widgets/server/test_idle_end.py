"""An idle session ends its own server, and with it its job."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lab_server import LabServer


def test_server_of_an_idle_session_ends_with_status_zero(ada: Path) -> None:
    limits = {"idle_minutes": "0.02", "look_seconds": "0.5"}
    server = LabServer(
        ada, {}, *(f"--SessionLimits.{name}={value}" for name, value in limits.items())
    )
    try:
        assert server.process.wait(60) == 0
    finally:
        server.close()
    log = server.log.read_text()
    assert "This session has been idle for 0 minutes, so it ends now" in log
    assert "Traceback" not in log


def test_process_that_hangs_at_its_end_is_ended_all_the_same() -> None:
    """As a thread that is no daemon makes it hang."""
    code = (
        "import threading\n"
        "from officina_widgets.session.sure_stop import stop_surely\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "stop_surely(lambda: None, grace_seconds=0.5)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 0
