"""``officina catalogue check``: what would become of catalogue files, without loading them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.catalogue.report import ScoredByShapes

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog=examples(
        "officina catalogue check open-data.ttl",
        "officina catalogue check pages/*.html --json",
        "officina catalogue check services.csv --mapping services.toml",
        "officina catalogue check open-data.ttl --shacl",
    )
)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--mapping", type=FILE, help="A TOML file that says which column of a CSV file is which field."
)
@click.option(
    "--shacl",
    is_flag=True,
    help="Score datasets, series and data services by DCAT-AP's own SHACL shapes, too; nothing is "
    "refused for that.",
)
@answers
def check(*, files: tuple[Path, ...], mapping: Path | None, shacl: bool, teller: Teller) -> None:
    """Check catalogue files: DCAT-AP, Croissant, EOSC services, training pages, calendars, CSV.

    Tells how many records would be taken, which are refused with where and why, what is left out
    of those that are taken, and what good descriptions have and these lack. Nothing is loaded,
    neither into the catalogue nor from the network. Exit code 1 when something is refused.
    """
    from officina_hub.catalogue.readers import read_file, read_mapping
    from officina_hub.catalogue.report import Tally, report_lines

    columns = read_mapping(mapping) if mapping else None
    tally = Tally(_by_shapes() if shacl else None)
    done = 0
    with teller.bar("Checking", sum(file.stat().st_size for file in files)) as progress:
        for file in files:
            tally.count(str(file), read_file(file, mapping=columns))
            done += file.stat().st_size
            progress(done)
    report = tally.report()
    teller.result(report, report_lines(report))
    if report.refused:
        sys.exit(1)


def _by_shapes() -> ScoredByShapes:
    """The way to score; that it is not installed is said before the files are read."""
    from officina_hub.catalogue.shacl import require_shacl, shapes_score

    require_shacl()
    return shapes_score
