"""``officina grader``: the worker that prepares courses and grades submissions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.uncollected import uncollected
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR

if TYPE_CHECKING:
    from officina_widgets.wire import JobKind


@click.command(
    epilog=examples(
        "officina grader --data-dir /var/lib/officina",
        "officina grader --data-dir /var/lib/officina --number 2    # a second one beside it",
        "officina grader --data-dir /var/lib/officina --checks-only # none but checks",
        "officina grader --data-dir /var/lib/officina --proofs-only # none but imports",
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
@click.option(
    "--proofs-only",
    is_flag=True,
    help="Take nothing but the proofs of courses from elsewhere, which no other grader takes.",
)
def grader(*, data_dir: Path, number: int, checks_only: bool, proofs_only: bool) -> None:
    """Take work from the portal's queue until asked to stop. `officina up` starts it for you.

    The portal's address and the token come from OFFICINA_PORTAL_URL and JUPYTERHUB_API_TOKEN.
    """
    if checks_only and proofs_only:
        raise click.UsageError("--checks-only and --proofs-only exclude each other.")
    with uncollected():
        from officina_hub.grader import main

    only: tuple[JobKind, ...] = ()
    if checks_only:
        only = ("check",)
    elif proofs_only:
        only = ("prove",)
    sys.exit(main(data_dir, number, only))
