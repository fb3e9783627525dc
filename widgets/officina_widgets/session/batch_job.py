"""Hands a notebook over to Slurm: a job of the person's own, by the site's own ``sbatch``."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from officina_widgets.session.end import JOB_VARIABLE
from officina_widgets.session.orders import Order, Usual, Wish, arguments, clean, script

FOLDER = Path(".officina", "batch")
PATIENCE_SECONDS = 60
LARGEST_NOTEBOOK_BYTES = 256 * 1024 * 1024

NO_SBATCH = (
    "The command sbatch is not on the PATH of this session, so it cannot hand over a batch job. "
    "Log in to the cluster and run 'officina session continue' there, or ask your support whether "
    "compute nodes may submit jobs."
)
NO_PAPERMILL = (
    "The environment of this session has no papermill, which runs notebooks in batch jobs, so no "
    "job was made. Install it there with: {python} -m pip install papermill"
)
IN_CONTAINER = (
    "This session runs in a container image, and a batch job would start outside of it, so no job "
    "was made. Write a job script that calls the image, with papermill in it."
)
NOT_A_JOB = (
    "This session is not a job of a cluster, so there is nowhere to hand a batch job over. Start a "
    "session on the cluster and open the notebook there."
)
NO_NOTEBOOK = (
    "{path} is no notebook that can be read here (up to 256 MiB, ending in .ipynb), so no job was "
    "made. Save it first, and look at the path."
)
REFUSED = (
    "Slurm did not take the job: {said} So nothing was started; your notebook is as it was. Ask "
    "for less, or for another partition or account."
)
SILENT = (
    "sbatch gave no answer within {limit} s. It may still have taken the job, so look with "
    "'squeue --me' before you try again."
)


class NotContinued(Exception):  # noqa: N818 - the name is the answer
    """No job was made, and why."""


class Unsure(NotContinued):
    """Nobody can say whether a job was made."""


class Submitted(NamedTuple):
    """The job, and where its output and log will be."""

    job: str
    output: Path
    log: Path


def missing(environment: Mapping[str, str] = os.environ, *, in_session: bool = True) -> str:
    """What keeps this place from handing over a job, in words; nothing where nothing does."""
    if in_session and JOB_VARIABLE not in environment:
        return NOT_A_JOB
    if environment.get("APPTAINER_CONTAINER") or environment.get("SINGULARITY_CONTAINER"):
        return IN_CONTAINER
    if shutil.which("sbatch", path=environment.get("PATH")) is None:
        return NO_SBATCH
    if importlib.util.find_spec("papermill") is None:
        return NO_PAPERMILL.format(python=sys.executable)
    return ""


def submit(
    notebook: Path, wish: Wish, environment: Mapping[str, str] = os.environ, *, home: Path
) -> Submitted:
    """Copy the notebook and ask for the job (NotContinued). It may block."""
    notebook = notebook.absolute()
    if not _is_notebook(notebook):
        raise NotContinued(NO_NOTEBOOK.format(path=notebook))
    order = Order(
        notebook=notebook,
        copy_=home / FOLDER / secrets.token_hex(8) / "notebook.ipynb",
        python=sys.executable,
        wish=wish,
        usual=Usual.of(environment),
    )
    for_job = clean(environment)
    try:
        command = ["sbatch", *arguments(order, for_job)]
    except ValueError as error:
        raise NotContinued(str(error)) from error
    order.copy_.parent.mkdir(mode=0o700, parents=True)
    try:
        shutil.copyfile(notebook, order.copy_)
        job = _ask(command, script(order), for_job)
    except Unsure:
        raise
    except BaseException:
        shutil.rmtree(order.copy_.parent, ignore_errors=True)
        raise
    return Submitted(job, order.output(job), order.log(job))


def _is_notebook(path: Path) -> bool:
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return path.suffix == ".ipynb" and path.is_file() and size <= LARGEST_NOTEBOOK_BYTES


def _ask(command: list[str], text: str, environment: Mapping[str, str]) -> str:
    try:
        answer = subprocess.run(
            command,
            input=text,
            env=dict(environment),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise NotContinued(NO_SBATCH) from error
    except subprocess.TimeoutExpired as error:
        raise Unsure(SILENT.format(limit=PATIENCE_SECONDS)) from error
    job = answer.stdout.strip().partition(";")[0]
    if answer.returncode != 0 or not job.isdecimal():
        said = " ".join((answer.stderr or answer.stdout).split())[:500] or "it said nothing."
        raise NotContinued(REFUSED.format(said=said))
    return job
