"""Which tools there are, and how each is started so that nobody else on the node reaches it.

None asks for a password. So each listens on a Unix socket in a folder of the session's own, never
on a port: a node's loopback belongs to everybody who has a job there.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

SOCKET = "{unix_socket}"  # jupyter-server-proxy fills it in


class Tool(NamedTuple):
    """One entry of the Launcher."""

    name: str
    title: str
    package: str
    command: Callable[[], list[str]]


def tensorboard() -> list[str]:
    """By our own start, as its own knows ports only; ``TENSORBOARD_LOGDIR`` or ``~/runs``."""
    logs = os.environ.get("TENSORBOARD_LOGDIR") or str(Path.home() / "runs")
    command = [*_module("officina_widgets.tools.tensorboard_on_socket"), SOCKET, "--logdir", logs]
    return [*command, "--load_fast", "false"]  # its fast loader listens on a port


def mlflow() -> list[str]:
    """Its own server; where the runs are is left to it and to ``MLFLOW_BACKEND_STORE_URI``."""
    return [*_module("mlflow"), "server", "--workers", "1", "--uvicorn-opts", f"--uds {SOCKET}"]


TOOLS = (
    Tool("tensorboard", "TensorBoard", "tensorboard", tensorboard),
    Tool("mlflow", "MLflow", "mlflow", mlflow),
)


def available(tools: Sequence[Tool] = TOOLS) -> tuple[Tool, ...]:
    """Those that this environment has; nothing is imported to find out."""
    return tuple(each for each in tools if importlib.util.find_spec(each.package) is not None)


def _module(name: str) -> list[str]:
    # -P: a file called mlflow.py in the working folder is not what is started.
    return [sys.executable, "-P", "-m", name]
