"""``officina course environment remove``: take away the Pythons of courses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from officina_hub.cli.environments_folder import INTO, environments_in
from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina course environment remove gpu-prototyping"))
@click.argument("names", nargs=-1, required=True)
@INTO
@answers
def remove(*, names: Sequence[str], into: Path | None, teller: Teller) -> None:
    """Remove the kernels with these NAMES, and each Python that no kernel leads to any more.

    A Python that the list shows as unused is removed by its key. Sessions that use it now go on
    until they import something; submissions wait until it is built again.
    """
    from officina_courses.environments.removing import remove as remove_all

    removed = remove_all(names, environments_in(into))
    teller.result({"removed": removed}, [f"Removed {one}." for one in removed])
