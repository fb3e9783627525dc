"""The part of ``factory.toml`` about graders that run as jobs of Slurm, and what must fit it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from officina_courses.model import Frozen
from officina_spawners.profiles import Cluster, Environment, Misfit
from officina_spawners.profiles.names import InWords, ProfileName, SlurmName

SLURM_CLIENTS = ("commands", "slurmrestd")
KIND = ("grading", "kind")
# sbatch reads % and \ in paths.
SharedFolder = Annotated[
    str,
    StringConstraints(pattern=r"^/[^\x00-\x1f\x7f%\\{}]{1,1023}$"),
    InWords("a path that starts with / and has no % \\ { or }"),
]


class GraderJobs(Frozen):
    """Graders as jobs of Slurm, for `kind = "slurm"`."""

    folder: SharedFolder | Literal[""] = Field(
        default="",
        description="Folder on a file system that the nodes share with the hub's machine and that "
        "keeps file locks across machines; the hub's account alone may enter it. The courses lie "
        "in its `courses/`.",
    )
    cluster: SlurmName | Literal[""] = Field(
        default="", description="The cluster, which needs a `portal_url`. Empty: the first one."
    )
    partition: SlurmName | Literal[""] = Field(
        default="", description="The partition. Empty: Slurm's default."
    )
    account: SlurmName | Literal[""] = Field(
        default="", description="The account that pays. Empty: the default of the hub's account."
    )
    qos: SlurmName | Literal[""] = Field(
        default="", description="The QOS. Empty: the account's default."
    )
    environment: ProfileName | Literal[""] = Field(
        default="",
        description="Name of the environment that brings `officina[grader]`. Empty: the Python "
        "that runs on the hub's machine, where nodes have it at the same path.",
    )
    cores: int = Field(default=1, ge=1, le=1024, description="CPU cores of one grader.")
    memory_gib: int = Field(default=4, ge=1, le=4096, description="Memory of one grader, in GiB.")
    minutes: int = Field(
        default=120,
        ge=10,
        le=10_080,
        description="Time limit of one job, in minutes. Nothing is begun in the second half, which "
        "is for what is in hand.",
    )
    idle_seconds: int = Field(
        default=120,
        ge=10,
        le=86_400,
        description="A grader ends when nothing has waited for so long.",
    )
    min_jobs: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Graders that are there also when nothing waits, so that nobody waits for "
        "Slurm.",
    )
    max_jobs: int = Field(
        default=8, ge=1, le=1000, description="Most graders that wait and run in Slurm at once."
    )
    waiting_per_job: int = Field(
        default=4,
        ge=1,
        le=1000,
        description="How many waiting pieces of work ask for one more grader.",
    )

    proofs: bool = Field(
        default=False,
        description="Whether courses from elsewhere are run as jobs, too, before anybody sees "
        "them. `false`: on the hub's machine.",
    )
    proof_minutes: int = Field(
        default=480,
        ge=10,
        le=10_080,
        description="Time limit of a job that runs such courses, in minutes. As with graders, "
        "nothing is begun in its second half.",
    )
    max_proofs: int = Field(
        default=1, ge=1, le=100, description="Most of these jobs that wait and run at once."
    )

    def for_proofs(self) -> GraderJobs:
        """The same for jobs that run whole courses: one each, and none while nothing waits."""
        own = {"minutes": self.proof_minutes, "max_jobs": self.max_proofs}
        return self.model_copy(update={**own, "min_jobs": 0, "waiting_per_job": 1})

    @model_validator(mode="after")
    def _leaves_room(self) -> GraderJobs:
        if self.min_jobs > self.max_jobs:
            raise ValueError(f"a min_jobs of at most max_jobs, which is {self.max_jobs}")
        return self


def misfits_of_jobs(
    jobs: GraderJobs, clusters: Sequence[Cluster], environments: Sequence[Environment]
) -> Iterator[Misfit]:
    """What keeps graders from running as jobs on these clusters and in these environments."""
    cluster = cluster_of(jobs, clusters)
    if cluster is None:
        yield _no_cluster(jobs, clusters)
    elif cluster.client not in SLURM_CLIENTS:
        yield Misfit(KIND, f'"local", as the cluster {cluster.name} is not spoken to as Slurm')
    elif not cluster.portal_url:
        where = f"portal_url of the cluster {cluster.name}"
        yield Misfit(KIND, f'"local" until {where} says how its nodes reach the portal')
    if jobs.environment:
        yield from _wrong_environment(jobs.environment, environments)


def cluster_of(jobs: GraderJobs, clusters: Sequence[Cluster]) -> Cluster | None:
    """The one that is named, or the first."""
    return next((each for each in clusters if jobs.cluster in {"", each.name}), None)


def environment_of(jobs: GraderJobs, environments: Sequence[Environment]) -> Environment | None:
    """The one that is named, if any is."""
    return next((each for each in environments if each.name == jobs.environment), None)


def _no_cluster(jobs: GraderJobs, clusters: Sequence[Cluster]) -> Misfit:
    if not clusters:
        return Misfit(KIND, '"local", as "slurm" needs a [[clusters]] table')
    names = ", ".join(f'"{each.name}"' for each in clusters)
    return Misfit(("grading", "slurm", "cluster"), f"a name of [[clusters]]: {names}")


def _wrong_environment(name: str, environments: Sequence[Environment]) -> Iterator[Misfit]:
    keys = ("grading", "slurm", "environment")
    found = next((each for each in environments if each.name == name), None)
    if found is None:
        names = ", ".join(f'"{each.name}"' for each in environments)
        yield Misfit(keys, f"a name of [[environments]]: {names or 'there is none yet'}")
    elif found.kind == "apptainer":
        yield Misfit(keys, "an environment without a container, in which no sandbox can be made")
