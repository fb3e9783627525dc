"""``officina graders keep``: as many graders in Slurm as the work needs."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR


@click.command(epilog=examples("officina graders keep --data-dir /var/lib/officina"))
@DATA_DIR
def keep(*, data_dir: Path) -> None:
    """Submit graders while work waits, until asked to stop. `officina up` starts it for you.

    The portal's address and the token come from OFFICINA_PORTAL_URL and JUPYTERHUB_API_TOKEN.
    Jobs that are there when it stops end by themselves.
    """
    from officina_hub.graders.main import main

    main(data_dir)
