"""``officina course environment list``: which Pythons of courses there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.environments_folder import INTO, environments_in
from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.environments.folder import Built, Record


@click.command(
    name="list",
    epilog=examples("officina course environment list", "officina course environment list --json"),
)
@INTO
@answers
def list_(*, into: Path | None, teller: Teller) -> None:
    """List the Pythons of courses, with the kernels and courses that they are for."""
    environments = environments_in(into)
    built, unused = list(environments.kernels_there()), environments.unused()
    teller.result(
        {"environments": built, "unused": unused}, _lines(built, unused, environments.root)
    )


def _lines(built: Sequence[Built], unused: Sequence[Record], root: Path) -> Iterator[str]:
    for one in built:
        facts = f"Python {one.record.python}, {counted(len(one.record.installed), 'package')}"
        when = f"{one.record.built_at:%Y-%m-%d}"
        yield (
            f"{one.kernel:<24} {facts}, {one.record.mib} MiB, {when}, for {', '.join(one.courses)}"
        )
    for record in unused:
        yield f"{record.key:<24} {record.mib} MiB, no kernel uses it"
    if not built and not unused:
        what = ", which is no folder" if root.exists() and not root.is_dir() else ""
        yield f"No environment of a course is built in {root}{what}."
