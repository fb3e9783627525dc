"""A real prover for tests, and the packages that are given to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal_house import House

from officina_courses.packages import new_key, write_package

FAR = 20  # more than the proof of the smallest course takes, in waits of the API


def packed(folder: Path, at: Path) -> bytes:
    write_package(folder, at, keys=[new_key(at.with_suffix(".pem"))])
    return at.read_bytes()


def start_prover(house: House, data_dir: Path, **variables: str) -> subprocess.Popen[bytes]:
    (data_dir / "factory.toml").write_text("format = 1\n")
    (data_dir / "run").mkdir()
    command = (sys.executable, "-m", "officina_hub.cli", "grader", "--proofs-only")
    environment = os.environ | {
        "JUPYTERHUB_API_TOKEN": "grader",
        "OFFICINA_PORTAL_URL": house.url.rstrip("/"),
        **variables,
    }
    return subprocess.Popen([*command, "--data-dir", str(data_dir)], env=environment)


async def proof_of(house: House, release_id: int) -> Any:
    for _ in range(FAR):
        found = (await house.ask("GET", f"imports/{release_id}?wait_seconds=25", "tina")).json
        if found["state"] != "proving":
            return found
    raise AssertionError("it was not run")
