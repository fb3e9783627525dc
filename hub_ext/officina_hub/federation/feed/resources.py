"""What sessions a factory offers and what it promises: facts of ``profile.json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from officina_hub.factory.service_levels import ServiceLevels
from officina_spawners.profiles import Profile as SessionProfile

Name = Annotated[str, Field(max_length=120)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class SessionKind(BaseModel):
    """One kind of session with its limits; amounts are the most that one person can ask for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Name
    place: Literal["local", "slurm"] | None = None
    partition: Name = ""
    gpu_type: Name = ""
    gpu_memory_gib: Count = 0
    gpus: Count = 0
    gpu_parts: Count = 0
    nodes: Count = 0
    cores: Count = 0
    memory_gib: Count = 0
    minutes: Count = 0
    per_person: Count = 0

    @property
    def has_gpu(self) -> bool:
        """Whether GPUs, or parts of one, come with it."""
        return bool(self.gpus or self.gpu_parts)


class ToldLevels(ServiceLevels):
    """What another factory promises; what a later version adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def session_kinds(profiles: Iterable[SessionProfile]) -> tuple[SessionKind, ...]:
    """As ``factory.toml`` has them; accounts, QOS and reservations are nobody else's business."""
    return tuple(
        SessionKind(
            title=one.title,
            place=one.place,
            partition=one.partition,
            gpu_type=one.gpu_type,
            gpu_memory_gib=one.gpu_memory_gib,
            gpus=one.gpus.max,
            gpu_parts=one.shards.max,
            nodes=one.nodes.max,
            cores=one.cores.max,
            memory_gib=one.memory_gib.max,
            minutes=one.minutes.max,
            per_person=one.per_person,
        )
        for one in profiles
    )
