"""``officina version``."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

TOLD = ("officina", "jupyterhub", "jupyterlab", "nbgrader", "configurable-http-proxy", "SQLAlchemy")


@click.command(
    epilog=examples(
        "officina version",
        "officina version --json",
    )
)
@answers
def version(*, teller: Teller) -> None:
    """Say which version this is, and on what it stands."""
    found = {name: _version(name) for name in TOLD} | {"python": platform.python_version()}
    first, *others = found.items()
    lines = (" ".join(first), *(f"  {name} {number}" for name, number in others))
    teller.result(found, lines)


def _version(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return "not installed"
