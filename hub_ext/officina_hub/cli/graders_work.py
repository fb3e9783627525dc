"""``officina graders work``: what each of the jobs runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR


@click.command(
    epilog=examples("officina graders work --data-dir /shared/officina --idle-seconds 120")
)
@DATA_DIR
@click.option(
    "--idle-seconds",
    type=click.IntRange(min=1),
    default=120,
    show_default=True,
    help="End when nothing has waited for so long.",
)
@click.option(
    "--proofs-only",
    is_flag=True,
    help="Take nothing but the proofs of courses from elsewhere, which no other grader takes.",
)
def work(*, data_dir: Path, idle_seconds: int, proofs_only: bool) -> None:
    """Work as one grader within a job of Slurm. `officina graders keep` submits these jobs.

    Nothing is begun in the second half of the job's time, and the job ends when nothing waits.
    """
    from officina_hub.graders.job import PROOFS, main

    sys.exit(main(data_dir, idle_seconds, PROOFS if proofs_only else ()))
