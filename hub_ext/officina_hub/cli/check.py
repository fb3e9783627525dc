"""``officina check``: an exercise run by the grader before it is handed in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_widgets.check_wire import CheckOut

STATES = {"waiting": "In the queue …", "running": "Your exercise is being run …"}


@click.command(
    epilog=examples(
        "officina check                          the exercise of the folder you are in",
        "officina check ~/first-steps/welcome    another one",
        "officina check --json                   what came of it, for a program",
    )
)
@click.argument("folder", type=click.Path(exists=True, path_type=Path), default=".", required=False)
@answers
def check(*, folder: Path, teller: Teller) -> None:
    """Have the exercise in FOLDER run by its tests, as its files are saved. Nothing is handed in.

    For a learner's session, whose environment names the portal. The exit code is 0 when all tests
    passed that were run, else 1.
    """
    from officina_widgets.checks.asking import begin, follow
    from officina_widgets.checks.report import CheckReport
    from officina_widgets.client import PortalClient

    def tell(seen: CheckOut) -> None:
        if seen.state in STATES:
            teller.progress(STATES[seen.state])

    with PortalClient.from_environment() as client:
        begun = begin(client, folder, Path.home())
        tell(begun)
        report = CheckReport(follow(client, begun, tell))
    teller.result(report.check, str(report).splitlines())
    sys.exit(0 if report.is_passed else 1)
