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
        "officina grader --data-dir /var/lib/officina --number 2    # a second one beside it",
        "officina grader --data-dir /var/lib/officina --checks-only # none but checks",
    )
)
@DATA_DIR
@click.option(
    "--number",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which of the graders this is; no two with one number run at a time.",
)
@click.option(
    "--checks-only",
    is_flag=True,
    help="Take nothing but checks before handing in, under numbers of their own.",
)
def grader(*, data_dir: Path, number: int, checks_only: bool) -> None:
    """Take work from the portal's queue until asked to stop. `officina up` starts it for you.

    The portal's address and the token come from OFFICINA_PORTAL_URL and JUPYTERHUB_API_TOKEN.
    """
    from officina_hub.grader import main

    sys.exit(main(data_dir, number, ("check",) if checks_only else ()))
