"""Where runs of a course are done: on this machine, or as jobs of Slurm."""

from __future__ import annotations

import asyncio
import functools
import os
import pwd
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from officina_courses.runs import PlannedRun, RunRecord
    from officina_hub.course_jobs import JobNeeds

NEEDS = ("minutes", "cores", "memory_gib", "gpus", "partition", "account", "qos", "at_once")
OPTIONS = (
    click.option(
        "--on",
        type=click.Choice(["local", "slurm"]),
        default="local",
        show_default=True,
        help="Here, or as one array job of Slurm in your own name.",
    ),
    click.option("--minutes", type=int, help="Slurm: time limit of each job.  [default: 30]"),
    click.option("--cores", type=int, help="Slurm: CPU cores of each job.  [default: 1]"),
    click.option("--memory-gib", type=int, help="Slurm: memory of each job.  [default: 4]"),
    click.option("--gpus", type=int, help="Slurm: GPUs of each job.  [default: 0]"),
    click.option("--partition", help="Slurm: the partition."),
    click.option("--account", help="Slurm: the account."),
    click.option("--qos", help="Slurm: the QOS."),
    click.option("--at-once", type=int, help="Slurm: jobs that may run at a time.  [default: 16]"),
)


class Place(Protocol):
    """Where runs are done."""

    def of(
        self, folder: Path, runs: Sequence[PlannedRun], into: Path, workers: int
    ) -> Generator[RunRecord]:
        """Each run's record as it is there; closing it ends what still runs."""
        ...


class Here:
    """On this machine."""

    def of(
        self, folder: Path, runs: Sequence[PlannedRun], into: Path, workers: int
    ) -> Generator[RunRecord]:
        from officina_courses.runs import do_runs

        return do_runs(folder, runs, into, workers=workers)


class OnSlurm:
    """As jobs, with the cluster that the Slurm commands of this machine speak with."""

    def __init__(self, needs: JobNeeds) -> None:
        from officina_courses.errors import RunImpossible

        if os.geteuid() == 0:
            raise RunImpossible(
                "Jobs of Slurm are not made for root.",
                why="They would run a course's code with all rights on every node.",
                todo="Use an account of your own, or run --on local.",
            )
        self._needs = needs

    def of(
        self, folder: Path, runs: Sequence[PlannedRun], into: Path, workers: int
    ) -> Generator[RunRecord]:
        from officina_hub.course_jobs import RunArray
        from officina_spawners.slurm.command_line import CommandLineClient
        from officina_spawners.slurm.commands import Commands

        del workers  # Slurm says how many run side by side
        person = pwd.getpwuid(os.geteuid()).pw_name
        conf = os.environ.get("SLURM_CONF")
        commands = Commands(conf=Path(conf)) if conf else Commands()
        array = RunArray(
            CommandLineClient(name="slurm", commands=commands), person, folder=folder, into=into
        )
        going = array.run(runs, self._needs)
        with asyncio.Runner() as runner:
            try:
                while True:
                    try:
                        yield runner.run(_next(going))
                    except StopAsyncIteration:
                        return
            finally:
                runner.run(going.aclose())


async def _next(going: AsyncGenerator[RunRecord]) -> RunRecord:
    from officina_courses.errors import RunImpossible
    from officina_spawners.slurm.client import SlurmError

    try:
        return await anext(going)
    except SlurmError as error:
        raise RunImpossible(
            f"Slurm did not take the jobs: {' '.join(str(error).split()).rstrip('.')}.",
            why="Nothing was run.",
            todo="Mend that, choose another --partition, --account or --qos, or run --on local.",
        ) from error


def slurm_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of where and with what; the command is given the ``place`` that they choose."""

    @functools.wraps(command)
    def placed(*, on: str, **arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in NEEDS}
        wished = {name: value for name, value in given.items() if value is not None}
        command(place=OnSlurm(_needs(wished)) if on == "slurm" else _here(wished), **arguments)

    for option in reversed(OPTIONS):
        placed = option(placed)
    return placed


def _here(wished: dict[str, object]) -> Here:
    if wished:
        name = next(iter(wished)).replace("_", "-")
        raise click.UsageError(f"--{name} is for jobs of Slurm: add --on slurm, or leave it out.")
    return Here()


def _needs(wished: dict[str, object]) -> JobNeeds:
    from pydantic import ValidationError

    from officina_hub.course_jobs import JobNeeds

    try:
        return JobNeeds.model_validate(wished)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]).replace("_", "-")
        raise click.UsageError(
            f"--{name} cannot be {first['input']!r:.80}: {first['msg']}."
        ) from error
