"""A stand-in for JupyterLab: it starts at once, answers the Hub's first look, and can be held back.

It shows nothing of JupyterLab itself; it serves tests of everything around a session. Where the
home has a pipe called ``hold`` it listens only once somebody opens that pipe for writing.
"""

import json
import os
import stat
import subprocess
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

TOLD = ("JUPYTER_CONFIG_PATH", "OFFICINA_PORTAL_URL")


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.removeprefix(os.environ["JUPYTERHUB_SERVICE_PREFIX"])
        if path == "api/user-by-token":
            body = user_by_token()
        elif path == "environment":
            body = {name: os.environ.get(name) for name in TOLD}
        elif path == "everywhere":
            body = everywhere()
        elif path == "eat":
            kept.append(b"x" * (1300 << 20))
            body = {}
        else:
            body = {"version": "tiny", "job": os.environ["SLURM_JOB_ID"]}
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def everywhere() -> list[str]:
    """On which nodes a program runs that is started on all of them."""
    argv = ["srun", "sh", "-c", "echo $SLURMD_NODENAME"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=True)
    return done.stdout.split()


def user_by_token() -> object:
    """Whom the Hub takes the holder of this session's token for."""
    request = urllib.request.Request(
        os.environ["JUPYTERHUB_API_URL"] + "/user",
        headers={"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]},
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


kept: list[bytes] = []
address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
sys.stdout.write(f"the tiny server is to listen on {address.port}\n")
sys.stdout.flush()
hold = Path.home() / "hold"
if hold.exists() and stat.S_ISFIFO(hold.stat().st_mode):
    hold.open().close()
HTTPServer((address.hostname, address.port), Answers).serve_forever()
