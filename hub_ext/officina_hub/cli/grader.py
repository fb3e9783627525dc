"""``officina grader``: the worker that prepares courses and grades submissions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR


@click.command(
    epilog=examples(
        "officina grader --data-dir /var/lib/officina",
    )
)
@DATA_DIR
def grader(*, data_dir: Path) -> None:
    """Take work from the portal's queue until asked to stop. `officina up` starts it for you.

    The portal's address and the token come from OFFICINA_PORTAL_URL and JUPYTERHUB_API_TOKEN.
    """
    from officina_hub.grader import main

    sys.exit(main(data_dir))
