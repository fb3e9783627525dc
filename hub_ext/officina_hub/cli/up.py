"""``officina up``: the embedded default, on this machine only."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers
from officina_hub.data_folder import DataFolder
from officina_hub.up.check import Check, State

MARKS: dict[State, tuple[str, str]] = {
    "ok": ("ok     ", "green"),
    "warning": ("note   ", "yellow"),
    "error": ("MISSING", "red"),
}


@click.command(
    epilog=examples(
        "officina up",
        "officina up --port 8080 --data-dir ~/officina",
        "officina up --check",
    )
)
@DATA_DIR
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where the pages are opened, on 127.0.0.1.",
)
@click.option("--check", "only_check", is_flag=True, help="Say what is missing; start nothing.")
@click.option("--no-color", is_flag=True, help="Plain text, as with the variable NO_COLOR.")
@answers
@click.pass_context
def up(
    context: click.Context,
    *,
    data_dir: Path,
    port: int,
    only_check: bool,
    no_color: bool,
    teller: Teller,
) -> None:
    """Start everything on this machine: Hub, portal, grader and proxy.

    Prints one address and three demo accounts. Ctrl-C stops it and every session of this
    machine; jobs in a cluster go on. The data folder keeps everything for the next start.
    """
    from officina_hub.cli.terminal import wants_color

    context.color = wants_color(no_color=no_color)
    data = DataFolder(data_dir)
    if only_check:
        _check(data, port, teller)
        return
    _start(data, port, teller)


def _start(data: DataFolder, port: int, teller: Teller) -> None:
    from officina_hub.errors import OfficinaError
    from officina_hub.up.run import run

    announcer = teller.announcer()
    try:
        run(data, port, announcer)
    except OfficinaError as error:
        announcer.failed(str(error).strip())
        sys.exit(1)


def _check(data: DataFolder, port: int, teller: Teller) -> None:
    from officina_hub.up.preflight import preflight

    checks = preflight(data, port)
    teller.result(checks, map(_line, checks))
    if any(check.state == "error" for check in checks):
        sys.exit(1)


def _line(check: Check) -> str:
    word, color = MARKS[check.state]
    return f"{click.style(word, fg=color)}  {check.name}: {check.message}"
