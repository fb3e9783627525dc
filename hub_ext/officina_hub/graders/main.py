"""Start the keeper: ``officina graders keep --data-dir D``."""

from __future__ import annotations

import asyncio
import logging
import os
import pwd
import secrets
from collections.abc import Iterable
from pathlib import Path

from officina_hub.data_folder import DataFolder
from officina_hub.errors import StartError
from officina_hub.factory import Factory, load_factory
from officina_hub.factory.grader_jobs import cluster_of, environment_of
from officina_hub.graders import lock_proof, shared_folder
from officina_hub.graders.keeper import Keeper, Portal, Slurm
from officina_hub.graders.script import Order
from officina_hub.graders.state import PROVERS
from officina_hub.written_once import write_once
from officina_spawners.batch.order_of import person_environment
from officina_spawners.batch.sites import client_of
from officina_spawners.profiles import Cluster
from officina_widgets.client import PortalClient
from officina_widgets.environment import TOKEN_VARIABLE, URL_VARIABLE
from officina_widgets.wire import QueueState


class ForProofs:
    """The portal as if it had no other work than courses from elsewhere."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
        """The proofs alone."""
        found = self._portal.queue_state(wait_seconds=wait_seconds)
        return QueueState(waiting=found.proofs, in_hand=found.proofs_in_hand)


class BesideCheckers:
    """The portal where checks are done on the hub's machine, so that no job is needed for them."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
        """Without the checks."""
        found = self._portal.queue_state(wait_seconds=wait_seconds)
        return found.model_copy(update={"checks": 0})


def main(data_dir: Path) -> None:
    """Keep graders until the process is ended; it may be, at any moment.

    Raises
    ------
    StartError
        When graders cannot be jobs of this account, or not with this ``factory.toml``.

    """
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    os.umask(0o077)  # which sbatch hands to jobs
    data = DataFolder(data_dir)
    factory = load_factory(data.factory_toml)
    jobs = factory.grading.slurm
    cluster = cluster_of(jobs, factory.clusters)
    if factory.grading.kind == "local" or cluster is None:
        raise _not_wanted(data.factory_toml)
    folder = Path(jobs.folder)
    shared_folder.check(data, folder)
    shared_folder.prepare(data, folder)
    with lock_proof.held(folder / "run"), PortalClient.from_environment() as portal:
        slurm = Slurm(client_of(cluster), *_person(cluster))
        queue = BesideCheckers(portal) if factory.grading.checkers else portal
        keepers = [Keeper(queue, slurm, order_of(data, factory), data.run)]
        (data.run / PROVERS).unlink(missing_ok=True)  # of a time when proofs were jobs, too
        if jobs.proofs:
            order = order_of_proofs(data, factory)
            keepers.append(Keeper(ForProofs(portal), slurm, order, data.run, file=PROVERS))
        asyncio.run(_keep_all(keepers))


async def _keep_all(keepers: Iterable[Keeper]) -> None:
    async with asyncio.TaskGroup() as group:
        for keeper in keepers:
            group.create_task(keeper.keep())


def order_of(data: DataFolder, factory: Factory) -> Order:
    """What the scripts of this hub's graders are made of."""
    jobs = factory.grading.slurm
    return Order(
        comment=mark_of(data),
        jobs=jobs,
        environment=environment_of(jobs, factory.environments),
    )


def order_of_proofs(data: DataFolder, factory: Factory) -> Order:
    """The same for those that run whole courses, which are counted by a mark of their own."""
    graders = order_of(data, factory)
    own = {"name": "officina-prover", "options": ("--proofs-only",)}
    mark = graders.comment.replace("officina-graders:", "officina-provers:")
    return graders.model_copy(update={**own, "comment": mark, "jobs": graders.jobs.for_proofs()})


def mark_of(data: DataFolder) -> str:
    """The comment of this hub's graders, which tells them from another hub's of the same account.

    No session's mark: the sessions' caretaker would cancel what no session knows.
    """
    path = data.root / "graders-number"
    write_once(path, secrets.token_hex(8))
    return f"officina-graders:{path.read_text(encoding='ascii')}"


def _person(cluster: Cluster) -> tuple[str, dict[str, str]]:
    """The account of this process, and what its jobs are told of it and of the portal."""
    name = pwd.getpwuid(os.geteuid()).pw_name
    portal = {
        TOKEN_VARIABLE: os.environ.get(TOKEN_VARIABLE, ""),
        URL_VARIABLE: cluster.variables[URL_VARIABLE],
    }
    return name, {**person_environment(name), **portal}


def _not_wanted(path: Path) -> StartError:
    return StartError(
        f"{path} says kind = 'local' in [grading], so no grader is a job of Slurm.",
        "There is nothing to keep.",
        "Say kind = 'slurm' and name a folder in [grading.slurm], or stop this service.",
    )
