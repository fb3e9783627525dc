"""``officina version``."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import JSON

TOLD = ("officina", "jupyterhub", "jupyterlab", "nbgrader", "configurable-http-proxy", "SQLAlchemy")


@click.command(
    epilog=examples(
        "officina version",
        "officina version --json",
    )
)
@JSON
def version(*, as_json: bool) -> None:
    """Say which version this is, and on what it stands."""
    found = {name: _version(name) for name in TOLD} | {"python": platform.python_version()}
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo(f"officina {found.pop('officina')}")
    for name, number in found.items():
        click.echo(f"  {name} {number}")


def _version(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return "not installed"
