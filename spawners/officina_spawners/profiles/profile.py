"""A profile: one card of the launch page, and the bounds within which a person chooses."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from officina_courses.model import Frozen, Line
from officina_spawners.profiles.amount import Amount, between, fixed
from officina_spawners.profiles.names import ProfileName, SlurmName


class Profile(Frozen):
    """One kind of session that people can start."""

    name: ProfileName = Field(description="Its name in links and in the REST API.")
    title: Line = Field(max_length=80, description="Its name on the card.")
    description: Line | Literal[""] = Field(
        default="", max_length=300, description="One sentence on the card: whom it suits."
    )
    place: Literal["local", "slurm"] = Field(
        default="local",
        description="`local`: a sandbox on the hub's machine. `slurm`: a job of the person's own.",
    )
    cluster: SlurmName | Literal[""] = Field(
        default="", description="The cluster. Empty: the first one."
    )
    partition: SlurmName | Literal[""] = Field(
        default="", description="The partition. Empty: Slurm's default."
    )
    gpus: Amount = Field(default=fixed(0), description="GPUs on one node.")
    gpu_type: SlurmName | Literal[""] = Field(
        default="",
        description="Type of the GPUs or name of the MIG slice, as gres.conf has it. Empty: any.",
    )
    gpu_memory_gib: int = Field(
        default=0,
        ge=0,
        le=10_000,
        description="Memory of one such GPU, or of one such MIG slice, in GiB, so that people can "
        "compare GPUs; shards share it. 0: not known.",
    )
    shards: Amount = Field(
        default=fixed(0), description="Parts of one shared GPU (gres/shard), instead of GPUs."
    )
    parts_per_gpu: int = Field(
        default=0,
        ge=0,
        le=10_000,
        description="How many of these shards, or of these MIG slices, make one whole GPU, so that "
        "the launch page can tell the part of a GPU-hour that one costs. 0: not known; `gpus` are "
        "whole ones then.",
    )
    nodes: Amount = Field(default=fixed(1), description="Nodes; the session runs on the first.")
    cores: Amount = Field(default=fixed(1), description="CPU cores on each node.")
    memory_gib: Amount = Field(default=fixed(2), description="Memory on each node, in GiB.")
    minutes: Amount = Field(default=between(10, 480, 60), description="Time limit, in minutes.")
    accounts: tuple[SlurmName, ...] = Field(
        default=(), description="Accounts to choose from. Empty: those that the person has."
    )
    qos: tuple[SlurmName, ...] = Field(
        default=(), description="QOS to choose from. Empty: the account's default."
    )
    reservations: tuple[SlurmName, ...] = Field(
        default=(), description="Reservations to choose from, beside none."
    )
    environments: tuple[ProfileName, ...] = Field(
        default=(), description="Names of the environments to choose from; the first is preset."
    )
    patience_hours: int = Field(
        default=72, ge=1, le=720, description="How long a session may wait in the queue, in hours."
    )
    per_person: int = Field(
        default=1, ge=1, le=100, description="How many sessions of it one person may have at once."
    )
    extension: Literal["never", "if-nobody-waits", "always"] = Field(
        default="never",
        description="Whether a person may lengthen a running session: never, while no other job "
        "waits in the partition, or always. The hub's account must be an operator in Slurm.",
    )
    extension_minutes: int = Field(
        default=60, ge=5, le=1440, description="By how many minutes one extension lengthens."
    )
    extended_minutes: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="How long a session may become by extensions, in minutes from its start. 0: as "
        "long as one may be started for, that is the most of `minutes`.",
    )
    idle_minutes: int = Field(
        default=0,
        ge=0,
        le=10080,
        description="End a session by itself when nobody and nothing has worked in it for so many "
        "minutes: no running cell, no busy process, no busy GPU, no hand at the keyboard. It warns "
        "before. 0: never.",
    )

    @property
    def variables(self) -> dict[str, str]:
        """What a session of it is told, because it sees to that itself."""
        return {"OFFICINA_IDLE_MINUTES": str(self.idle_minutes)} if self.idle_minutes else {}

    @property
    def longest_minutes(self) -> int:
        """How long a session may become, from its start to its end."""
        return self.extended_minutes or self.minutes.max

    @model_validator(mode="after")
    def _is_possible(self) -> Profile:
        if self.gpus.max and self.shards.max:
            raise ValueError("either gpus or shards, not both")
        if self.parts_per_gpu and not (self.gpus.max or self.shards.max):
            raise ValueError("parts_per_gpu only beside shards, or gpus that are MIG slices")
        if self.gpu_memory_gib and not (self.gpus.max or self.shards.max):
            raise ValueError("gpu_memory_gib only beside gpus or shards")
        if 0 < self.extended_minutes < self.minutes.max:
            raise ValueError("extended_minutes not below the most of minutes, or left out")
        if self.minutes.min < 1 or self.cores.min < 1 or self.nodes.min < 1:
            raise ValueError("at least one minute, one core and one node")
        return self


LOCAL_PROFILE = Profile(
    name="small",
    title="Small",
    description="JupyterLab on the hub's own machine, for courses and for looking around.",
)
