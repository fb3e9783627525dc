"""``officina session continue``: the same notebook again, as a batch job of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers
from officina_widgets.session.batch_job import NotContinued, missing, submit

if TYPE_CHECKING:
    from pydantic import ValidationError

NO_VALUE = "{found!r} is not NAME=VALUE, so no job was made. Write for example: -p epochs=10"
WORDS = {"True": True, "False": False, "None": None}


@click.command(
    name="continue",
    epilog=examples(
        "officina session continue train.ipynb --minutes 240",
        "officina session continue train.ipynb --minutes 60 --gpus 2 -p epochs=20",
    ),
)
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--minutes", type=int, required=True, help="The job's time limit.")
@click.option("--gpus", type=int, help="GPUs. Default: as many as this session has.")
@click.option("--cores", type=int, help="CPU cores. Default: as many as this session has.")
@click.option("--memory-gib", type=int, help="Memory in GiB. Default: as much as this session has.")
@click.option("--partition", help="Slurm's partition. Default: this session's.")
@click.option("--account", help="Slurm's account. Default: this session's.")
@click.option("--qos", help="Slurm's QOS. Default: this session's.")
@click.option(
    "--parameter",
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value for the cell tagged `parameters`; JSON, else text. Several times for several.",
)
@answers
def continue_(
    *,
    notebook: Path,
    minutes: int,
    gpus: int | None,
    cores: int | None,
    memory_gib: int | None,
    partition: str | None,
    account: str | None,
    qos: str | None,
    parameters: tuple[str, ...],
    teller: Teller,
) -> None:
    """Run NOTEBOOK again in a batch job that does not depend on this session.

    It runs from its first cell, with papermill: nothing of a kernel's memory goes along, so what it
    has computed is computed again. It is taken as it is saved now. The result is a new notebook
    beside it, NOTEBOOK.batch-JOB.ipynb, with a log of the same name; whoever can list jobs can read
    the parameters, so they are no place for a password.
    """
    from pydantic import ValidationError

    from officina_widgets.session.orders import Wish

    if sentence := missing(in_session=False):
        raise NotContinued(sentence)
    try:
        wish = Wish(
            minutes=minutes,
            gpus=gpus,
            cores=cores,
            memory_mib=memory_gib and memory_gib * 1024,
            partition=partition,
            account=account,
            qos=qos,
            parameters=dict(map(_parameter, parameters)),
        )
    except ValidationError as error:
        raise NotContinued(_told(error)) from error
    made = submit(notebook, wish, home=Path.home())
    teller.result(
        {"job": made.job, "output": str(made.output), "log": str(made.log)},
        (
            f"Job {made.job} is in the queue and runs {notebook.name} again from its first cell.",
            f"Result: {made.output}",
            f"Log:    {made.log}",
            f"Cancel: scancel {made.job}",
        ),
    )


def _parameter(text: str) -> tuple[str, object]:
    name, sign, value = text.partition("=")
    if not sign:
        raise NotContinued(NO_VALUE.format(found=text))
    return name.strip(), WORDS[value] if value in WORDS else _json_or_text(value)


def _json_or_text(value: str) -> object:
    try:
        found: object = json.loads(value)
    except ValueError:
        return value
    return value if isinstance(found, dict | list) else found


def _told(error: ValidationError) -> str:
    found = error.errors()[0]
    place = " ".join(str(part) for part in found["loc"])
    return (
        f"{place}: {found['msg']}, and {found['input']!r} was given, so no job was made. Ask again "
        "with another value."
    )
