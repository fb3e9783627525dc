"""``officina course unpack``: a package becomes the folder of a course again."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.package_options import PACKAGE_FILE, TRUST, about
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina course unpack demo-1.0.0.course.zip ./demo",
        "officina course unpack demo-1.0.0.course.zip ./demo --trust lumi.pub",
    )
)
@PACKAGE_FILE
@click.argument("dest", type=click.Path(path_type=Path), metavar="FOLDER")
@TRUST
@answers
def unpack(*, package: Path, dest: Path, trusted: tuple[str, ...], teller: Teller) -> None:
    """Verify the package FILE and write the course to a new FOLDER; all of it or nothing."""
    from officina_courses.packages import trusted_keys, unpack_package

    keys = trusted_keys(trusted)
    facts = unpack_package(package, dest, trusted=keys or None)
    again = f"Written to {dest}. Next: officina course check {dest}"
    teller.result(facts, (*about(facts), again))
