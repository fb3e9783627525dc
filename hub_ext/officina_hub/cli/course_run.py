"""``officina course run``: the notebooks of a course by papermill, with values of one's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.course_place import Place, slurm_options
from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.runs import PlannedRun, RunRecord

MOST_WORKERS = 64
MOST_SHOWN = 60


@click.command(
    epilog=examples(
        "officina course run gpu-basics",
        "officina course run gpu-basics --profile smoke",
        "officina course run gpu-basics --exercise first-kernel -p epochs=3 -p device=cpu",
        "officina course run gpu-basics --matrix batch_size=16,32,64 --matrix seed=1,2",
        "officina course run gpu-basics --parameters values.json --into runs-of-today",
        "officina course run gpu-basics --site factory.toml --plan",
        "officina course run gpu-basics --matrix seed=1,2,3 --on slurm --partition gpu --gpus 1",
    )
)
@COURSE_FOLDER
@click.option("--exercise", "exercises", multiple=True, help="Only this one's; may be repeated.")
@click.option("--profile", help="A profile of course.toml, such as smoke.")
@click.option("-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A value; may be repeated.")
@click.option(
    "--parameters",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with values; those of -p count above them.",
)
@click.option(
    "--matrix",
    "axes",
    multiple=True,
    metavar="NAME=A,B,…",
    help="A run for each value; with several names, for each pair.",
)
@click.option(
    "--site",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file whose [course_parameters] hold this site's values.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="The folder where runs are kept.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=lambda: min(os.cpu_count() or 1, MOST_WORKERS),
    show_default="the number of processors",
    help="How many notebooks are run side by side.",
)
@slurm_options
@click.option("--plan", "only_plan", is_flag=True, help="Only say which runs there would be.")
@answers
def run(
    *,
    folder: Path,
    exercises: tuple[str, ...],
    profile: str | None,
    pairs: tuple[str, ...],
    file: Path | None,
    axes: tuple[str, ...],
    site: Path | None,
    into: Path,
    workers: int,
    place: Place,
    only_plan: bool,
    teller: Teller,
) -> None:
    """Run the notebooks of a course FOLDER by papermill, each in a sandbox without network.

    Values come in layers: the notebook's own, this site's, the profile's, and yours, which count
    most. A name that no notebook declares is refused, and a value of another kind.

    Each run is kept below --into with the notebook as it ran and what it was made of; index.html
    there shows them all. The same run is not done twice: after Ctrl-C the same command goes on
    where it stopped. The exit code is 1 where a notebook did not pass.
    """
    from officina_courses.parameters import read_axis, read_given
    from officina_courses.parameters.site import site_values
    from officina_courses.runs import (
        RunRequest,
        check_place,
        kept_records,
        plan_runs,
        refuse_nothing,
        write_page,
    )

    request = RunRequest(
        exercises=exercises,
        profile=profile,
        site=site_values(site) if site else {},
        person=read_given(pairs, file),
        matrix=tuple(map(read_axis, axes)),
    )
    runs = plan_runs(folder, request)
    refuse_nothing(folder, runs, request)
    if only_plan:
        teller.result({"runs": runs}, _planned(runs))
        return
    check_place(into, folder)
    going = place.of(folder, runs, into, workers)
    records, is_whole = _done(runs, going, teller)
    page = write_page(into, kept_records(into)) if into.is_dir() else None
    teller.result({"runs": records, "page": page}, _lines(records, page))
    if not is_whole:
        left = len(runs) - len(records)
        teller.progress(f"Interrupted; not run: {left} of {len(runs)}. Start again to go on.")
    if not is_whole or any(record.outcome != "passed" for record in records):
        sys.exit(1)


def _done(
    runs: Sequence[PlannedRun], going: Generator[RunRecord], teller: Teller
) -> tuple[list[RunRecord], bool]:
    """The records in the plan's order, and whether nobody interrupted it."""
    records: dict[str, RunRecord] = {}
    is_whole = True
    try:
        with (
            teller.bar("Running", len(runs)) as done,
            closing(going) as told,
        ):
            for record in told:
                records[record.run.key] = record
                done(len(records))
    except KeyboardInterrupt:
        is_whole = False
    return [records[run.key] for run in runs if run.key in records], is_whole


def _planned(runs: Sequence[PlannedRun]) -> Iterator[str]:
    for run in runs[:MOST_SHOWN]:
        yield f"{run.path.removeprefix('source/')}  {_values(run)}".rstrip()
    if len(runs) > MOST_SHOWN:
        yield f"and {len(runs) - MOST_SHOWN} more: see --json"
    yield counted(len(runs), "run")


def _lines(records: Sequence[RunRecord], page: Path | None) -> Iterator[str]:
    """A table, what failed, and where all of it lies."""
    names = [record.run.path.removeprefix("source/") for record in records]
    width = max(map(len, names), default=8)
    yield f"{'notebook':{width}}  {'outcome':10}  {'s':>7}  {'CPU s':>7}  {'MiB':>6}  values"
    for name, record in zip(names, records, strict=True):
        usage = record.usage
        cpu = f"{usage.cpu_seconds:.1f}" if usage else "-"
        memory = f"{usage.memory_mib:.0f}" if usage else "-"
        line = f"{name:{width}}  {record.outcome:10}  {record.seconds:7.1f}  {cpu:>7}  {memory:>6}"
        yield f"{line}  {_values(record.run)}".rstrip()
    for name, record in zip(names, records, strict=True):
        if record.outcome != "passed":
            where = "" if record.cell_index is None else f", cell {record.cell_index + 1}"
            yield f"{name}{where}: {record.message or record.outcome}"
    passed = sum(record.outcome == "passed" for record in records)
    yield f"{passed} of {len(records)} passed" + (f"; all runs: {page}" if page else "")


def _values(run: PlannedRun) -> str:
    return " ".join(f"{name}={value}" for name, value in run.parameters.items())
