"""The options of a session on the command line: the same as on the launch page and by REST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

NUMBERS = {
    "gpus": "GPUs on each node.",
    "shards": "Parts of a shared GPU.",
    "minutes": "Time limit.",
    "nodes": "Nodes.",
    "cores": "CPU cores on each node.",
    "memory_gib": "Memory on each node, in GiB.",
}
NAMES = {
    "profile": "Kind of session, as in the hub's profiles. Default: the first.",
    "account": "Slurm's account. Default: each person's own.",
    "qos": "Slurm's QOS.",
    "reservation": "Slurm's reservation.",
    "environment": "Software of the session.",
}


def CHOICE(command: F) -> F:  # noqa: N802 - used as a decorator beside URL and TOKEN_FILE
    """Give the command these options; what is left out is the profile's default."""
    for name, said in reversed(NUMBERS.items()):
        command = click.option(f"--{name.replace('_', '-')}", type=int, help=said)(command)
    for name, said in reversed(NAMES.items()):
        command = click.option(f"--{name}", help=said)(command)
    return command


def chosen(options: Mapping[str, str | int | None]) -> dict[str, str | int]:
    """Those that were given."""
    return {name: value for name, value in options.items() if value is not None}
