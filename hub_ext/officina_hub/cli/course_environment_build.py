"""``officina course environment build``: make the Pythons that courses need."""

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
    from officina_courses.environments.building import Outcome

CLOSED = (
    "Note: {folder} lets no other account through. A hub that root runs on this machine shows "
    "its sandboxes what is below it all the same; sessions and graders without sandboxes, or in "
    "jobs of Slurm, cannot use it. Open the way for them, which shows nothing of it: "
    "chmod o+x {folder}"
)


@click.command(
    epilog=examples(
        "officina course environment build my-course",
        "officina course environment build courses/* --into /srv/officina/environments",
    )
)
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@INTO
@answers
def build(*, folders: Sequence[Path], into: Path | None, teller: Teller) -> None:
    """Make the Pythons that the courses in FOLDERS need, from their environment.lock.

    Look at what a course asks for before you build it: whoever wrote it chose its packages. Only
    wheels are installed, and no program of theirs is started meanwhile. What is built already is
    found, and courses with one lock share a Python.
    """
    from officina_courses.environments.building import build as build_one
    from officina_courses.environments.building import wanted_by
    from officina_courses.environments.reaching import refuse_hidden, refuse_unreachable

    environments = environments_in(into)
    refuse_hidden(environments.root)
    outcomes: list[Outcome] = []
    others: list[Path] = []
    for folder in folders:
        wanted = wanted_by(folder)
        if wanted is None:
            others.append(folder)
        else:
            outcomes.append(build_one(wanted, environments, teller))
            refuse_unreachable(outcomes[-1].built)
    teller.result(
        {"environments": [outcome.built for outcome in outcomes]}, _lines(outcomes, others)
    )
    closed = environments.closed_above() if outcomes else None
    if closed is not None:
        teller.progress(CLOSED.format(folder=closed))


def _lines(outcomes: Sequence[Outcome], others: Sequence[Path]) -> Iterator[str]:
    for folder in others:
        yield f"{folder} has no packages of its own: nothing to build."
    for built, was_there in outcomes:
        how = "was there" if was_there else "is built"
        count = counted(len(built.record.installed), "package")
        yield f"{built.kernel} {how}: {count}, {built.record.mib} MiB, {built.place}"
