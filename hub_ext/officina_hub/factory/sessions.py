"""The parts of ``factory.toml`` about running code: sessions and grading."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from officina_courses.model import Frozen
from officina_hub.factory.grader_jobs import GraderJobs
from officina_spawners.profiles.names import InWords

# What the Hub sets for each session, and what would load code or another program into it.
RESERVED_VARIABLES = re.compile(r"(JUPYTERHUB_|OFFICINA_|LD_|PYTHON).*|PATH|HOME", re.IGNORECASE)


def _is_free(name: str) -> str:
    if RESERVED_VARIABLES.fullmatch(name):
        raise ValueError(
            "a variable other than JUPYTERHUB_*, OFFICINA_*, PATH, HOME, LD_* and PYTHON*: the hub "
            "sets these itself, or they change which code a session runs"
        )
    return name


VariableName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$"),
    AfterValidator(_is_free),
    InWords("a variable's name (letters, digits and _)"),
]
UnixName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_][a-z0-9_.-]{0,31}$"),
    InWords("the name of a Unix account"),
]
VariableValue = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[^\x00]*$")]


class Sessions(Frozen):
    """How notebook sessions run on this machine."""

    isolation: Literal["preferred", "required", "off"] = Field(
        default="preferred",
        description="`required`: no session without a bubblewrap sandbox. `preferred`: a sandbox "
        "where the machine can make one, else a plain process and a warning. `off`: never.",
    )
    max_processes: int = Field(
        default=2048, ge=64, le=100_000, description="Most processes and threads of one session."
    )
    max_file_mib: int = Field(
        default=16_384, ge=64, le=1 << 24, description="Largest file a session may write, in MiB."
    )
    scratch_mib: int = Field(
        default=1024, ge=16, le=1 << 20, description="A session's own /tmp in memory, in MiB."
    )
    concurrent_starts: int = Field(
        default=8,
        ge=1,
        le=1000,
        description="How many sessions may be starting on the hub's machine at "
        "once; the others wait for their turn.",
    )
    named_servers: int = Field(
        default=0,
        ge=0,
        le=100,
        description="How many sessions with a name of their own one person may have beside the "
        "first; they run on clusters only, and a profile's `per_person` counts too.",
    )
    start_timeout_seconds: int = Field(
        default=120, ge=10, le=3600, description="How long a session may take to start."
    )
    prestart: bool = Field(
        default=True,
        description="Whether trainers may have the sessions of their class prepared before it "
        "begins. `false`: no page offers it, and the hub starts no session but for its person.",
    )
    unix_accounts: dict[str, UnixName] = Field(
        default={},
        description="Unix accounts on the clusters by hub user name, for those whose names differ.",
    )
    environment: dict[VariableName, VariableValue] = Field(
        default={}, description="Variables set in every session. No secrets: learners read them."
    )


class Grading(Frozen):
    """How submissions are graded."""

    kind: Literal["local", "slurm"] = Field(
        default="local",
        description="`local`: graders on the hub's machine, as many as `workers`. `slurm`: jobs of "
        "the hub's account, as many as the work needs.",
    )
    isolation: Literal["required", "off"] = Field(
        default="required",
        description="`required`: learners' code runs in a sandbox or not at all. `off`: it runs "
        "with the grader's rights; only for trying things out alone.",
    )
    workers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="How many graders work side by side on the hub's machine; one for each "
        "processor core is enough. With two, one slow notebook does not hold up everybody. "
        "None where graders are jobs of Slurm.",
    )
    checkers: int = Field(
        default=2,
        ge=0,
        le=64,
        description="How many graders more take nothing but checks before handing in, so that "
        "these come within a moment also while a class hands in; two keep up with 200 checks in a "
        "minute on two cores. With 0 the others do them too, before all other work.",
    )
    submission_timeout_seconds: int = Field(
        default=300, ge=10, le=86_400, description="Longest time for one notebook of a submission."
    )
    slurm: GraderJobs = GraderJobs()

    @model_validator(mode="after")
    def _jobs_have_a_folder(self) -> Grading:
        if self.kind == "slurm" and not self.slurm.folder:
            raise ValueError("a folder in [grading.slurm] beside kind = 'slurm'")
        return self
