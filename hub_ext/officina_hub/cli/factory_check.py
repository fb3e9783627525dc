"""``officina factory check``: the common service standard against any hub, from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.shown_names import plain
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.federation.checking import ServiceReport

SIGNS: Final = {"met": "met   ", "missed": "MISSED", "open": "open  "}


@click.command(
    epilog=examples(
        "officina factory check https://north.example.org/services/officina/",
        "officina factory check https://north.example.org/federation/ --root north.root.json",
        "officina factory check https://shared.example.org/ --factory north --json",
    )
)
@click.argument("url")
@click.option("--factory", default="", help="Whose part of a folder that several share.")
@click.option(
    "--root",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The root of trust, as officina federation trust wrote it. Without it signatures stay "
    "open.",
)
@click.option("--private-network", is_flag=True, help="It may lie in a private network.")
@click.option(
    "--ca-file", default="", help="Certificates that its own is checked against.", metavar="FILE"
)
@answers
def check(
    *,
    url: str,
    factory: str,
    root: Path | None,
    private_network: bool,
    ca_file: str,
    teller: Teller,
) -> None:
    """Look whether the factory at URL meets the common service standard; exit code 1 if not.

    URL is the address of its portal, or of its folder federation/. Only what is public is asked.
    """
    from officina_hub.federation.checking import check_factory
    from officina_hub.federation.checking.asking import LIMITS, Asking
    from officina_hub.federation.fetching import Fetcher, Way

    way = Way(private_network=private_network)
    with Fetcher(LIMITS, way=way, ca_file=ca_file) as fetcher:
        report = check_factory(
            Asking(fetcher),
            url,
            datetime.now(UTC),
            factory=factory,
            root=root.read_bytes() if root else None,
        )
    teller.result(report, _lines(report))
    if not report.is_met:
        sys.exit(1)


def _lines(report: ServiceReport) -> Iterator[str]:
    yield plain(f"{report.name} ({report.factory}) at {report.address}")
    width = max(len(item.id) for item in report.items)
    for item in report.items:
        yield f"  {SIGNS[item.state]}  {item.id:<{width}}  {item.question}"
        yield plain(f"{'':{width + 12}}{item.found}")
        if item.todo:
            yield f"{'':{width + 12}}To do: {item.todo}"
    missed = sum(item.state == "missed" for item in report.items)
    open_ = sum(item.state == "open" for item in report.items)
    met = len(report.items) - missed - open_
    yield f"{met} met, {missed} missed, {open_} open."
