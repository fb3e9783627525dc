"""``officina course verify``: whether a package is whole, agrees with itself, and who made it."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.package_options import PACKAGE_FILE, TRUST, about
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina course verify demo-1.0.0.course.zip",
        "officina course verify demo-1.0.0.course.zip --trust lumi.pub",
        "officina course verify demo-1.0.0.course.zip --trust lumi.pub --json",
    )
)
@PACKAGE_FILE
@TRUST
@answers
def verify(*, package: Path, trusted: tuple[str, ...], teller: Teller) -> None:
    """Verify the package FILE: form, checksums, description, and with --trust who signed it.

    Nothing of it is written or run. The exit code is 1 where it is refused, with the reason.
    """
    from officina_courses.packages import read_facts, trusted_keys, verify_package

    keys = trusted_keys(trusted)
    facts = verify_package(package, keys) if keys else read_facts(package)
    teller.result(facts, ("The package is whole and agrees with itself.", *about(facts)))
