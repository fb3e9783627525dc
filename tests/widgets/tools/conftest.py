"""The server of the tests of our extension, and a tool that stands in for MLflow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from served import CONFIG, running

MAIN = """
import json, os, sys
from http.server import BaseHTTPRequestHandler
from socketserver import UnixStreamServer

class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"path": self.path, "argv": sys.argv, "pid": os.getpid()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def address_string(self):
        return "here"
    def log_message(self, *_):
        pass

UnixStreamServer(sys.argv[-1].removeprefix("--uds "), Answer).serve_forever()
"""


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package called mlflow, which the environment of the session has then."""
    package = tmp_path / "site" / "mlflow"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(MAIN)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    return package


@pytest.fixture
async def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., Any]]:
    """Starts a session's server, as a job or on the hub's machine."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with AsyncExitStack() as stack:

        async def start(kind: str = "learner", *, is_job: bool) -> Any:
            monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG / kind))
            if is_job:
                monkeypatch.setenv("OFFICINA_DOOR", "http://127.0.0.1/door")
            else:
                monkeypatch.delenv("OFFICINA_DOOR", raising=False)
            return await stack.enter_async_context(running())

        yield start
